import type { Connections } from '@latchkey/database/client'
import { stopwatch } from '../clock.ts'
import type { LateJobs } from './jobs.ts'

/** A recurring kind is late after this many periods without a new job. */
const missedPeriods = 3

/** In the database's time, as everything of pg-boss. */
const waitingTooLong = `
  select name, count(*)::int as waiting, min(start_after) as since from pgboss.job
  where state < 'active' and start_after < now() - make_interval(secs => $1) group by name`
const oldest = `
  select name, extract(epoch from now() - min(start_after))::float8 as seconds from pgboss.job
  where state < 'active' and start_after < now() group by name`
const newest = `
  select name, max(created_on) as since, extract(epoch from now() - max(created_on))::float8 as age
  from pgboss.job where name = any($1) group by name`

export interface KnownQueue {
  readonly queue: string
  readonly kind: string
  readonly everySeconds: number | undefined
}

/** How long the oldest due job of each kind has waited. */
export async function findWaiting({ query }: Pick<Connections, 'query'>, known: readonly KnownQueue[]) {
  const { rows } = await query(oldest)
  return (rows as { name: string; seconds: number }[]).map(({ name, seconds }) => ({
    kind: kindOf(known, name),
    seconds,
  }))
}

const kindOf = (known: readonly KnownQueue[], name: string) => known.find(({ queue }) => queue === name)?.kind ?? name

/** Finds late jobs by asking the tables, so it works no matter what the workers do. */
export function lateJobs({ query }: Pick<Connections, 'query'>) {
  const elapsedMs = stopwatch()

  return async (known: readonly KnownQueue[], lateAfterSeconds: number): Promise<LateJobs[]> => {
    const found = (await query(waitingTooLong, [lateAfterSeconds])).rows as (LateJobs & { name: string })[]
    const waiting = found.map(({ name, ...late }) => ({
      ...late,
      kind: kindOf(known, name),
    }))
    // A server that has just started has not added its recurring jobs yet.
    if (elapsedMs() < lateAfterSeconds * 1000) return waiting
    const recurring = known.filter(({ everySeconds }) => everySeconds !== undefined)
    const { rows } = await query(newest, [recurring.map(({ queue }) => queue)])
    const last = rows as { name: string; since: Date; age: number }[]
    const stopped = recurring.flatMap(({ queue, kind, everySeconds = 0 }) => {
      const { since, age } = last.find(({ name }) => name === queue) ?? { since: null, age: Number.POSITIVE_INFINITY }
      const isLate = age > Math.max(lateAfterSeconds, missedPeriods * everySeconds)
      return isLate ? [{ kind, waiting: 0, since: since ?? new Date(0) }] : []
    })
    return [...waiting, ...stopped]
  }
}
