import type { Prepared, Statement, Transaction } from '@latchkey/database/client'
import { outageOf } from '@latchkey/database/errors'
import type { Deps } from '../../deps.ts'
import { batchSize } from '../../platform/jobs/purge.ts'
import type { Rule } from './rule.ts'

type Wait = Pick<Rule, 'free' | 'firstWaitMs' | 'longestWaitMs' | 'forgetMs' | 'forgetFewMs'>

export interface Counted {
  readonly key: string
  readonly count: number
  /** When the next attempt is allowed. */
  readonly openAt: Date
  /** False if the attempt has to wait. */
  readonly isCounted: boolean
}

/**
 * A wait that ends later than its rule allows was begun by a clock that has been set back since. It does not count. The clocks of two
 * servers differ by less than this.
 */
const clocksDiffer = "interval '5 minutes'"

/** A row of the table, and whether the statements of this server come to it one by one. */
interface LimitRow {
  readonly key: string
  readonly isAlone: boolean
}

/** Runs a statement that locks these rows. A row that someone else keeps locked takes no connection for each attempt that is counted there. */
const atRows = <Row extends object>(
  { turns, prepared }: Deps,
  rows: readonly LimitRow[],
  statement: Statement,
  values: unknown[],
): Promise<Row[]> => turns.run(rows, () => prepared<Row>(statement, values))

// Without Prisma, whose overhead each sign-in would pay twice.
const countTries: Statement = {
  name: 'count tries',
  text: `
    with wanted as (
      select * from unnest($2::text[], $3::int[], $4::float8[], $5::float8[], $6::float8[], $7::float8[]) with ordinality
        as w(key, free, first_wait_ms, longest_wait_ms, forget_ms, forget_few_ms, place)
    ), closed as (
      select l.key, l.count, l.open_at from limits l join wanted w on w.key = l.key
      where l.key = any ($2) and l.open_at > $1 and $1 + w.longest_wait_ms * interval '1 ms' + ${clocksDiffer} >= l.open_at
    ), counted as (
      insert into limits as l (key, count, open_at, expires_at)
      select key, 1, 'epoch', $1 + forget_few_ms * interval '1 ms'
      from wanted where not exists (select from closed) order by place
      on conflict (key) do update set (count, open_at, expires_at) = (
        select c.n, o.t, greatest(o.t, $1) + case when c.n > 2 then w.forget_ms else w.forget_few_ms end * interval '1 ms'
        from wanted w,
          lateral (select case when l.expires_at <= $1 then 1 else l.count + 1 end as n) c,
          lateral (select case when c.n < w.free or w.longest_wait_ms = 0 then 'epoch' else $1 + interval '1 ms'
            * least(w.longest_wait_ms, w.first_wait_ms * 2 ^ least(c.n - w.free, 30)) end as t) o
        where w.key = l.key)
      where l.open_at <= $1 or l.open_at > $1 + ${clocksDiffer}
        + (select w.longest_wait_ms from wanted w where w.key = l.key) * interval '1 ms'
      returning l.key, l.count, l.open_at
    )
    select key, count, open_at as "openAt", true as "isCounted" from counted
    union all select key, count, open_at, false from closed`,
}

/**
 * Counts an attempt under each of these keys, or under none if one of them has to wait. Returns the counted keys, or the waiting ones.
 *
 * One statement with its own commit. The rows are the locks, taken in the order in which they are given (`places` in attempts.ts), so
 * each parallel attempt sees the count of the one before. Without a wait `open_at` is the epoch and not now, because the clocks of two
 * servers always differ a little. A key that was closed between our read and our write is neither counted nor returned.
 */
export async function count(deps: Deps, wanted: Wanted[], now: Date): Promise<Counted[]> {
  const write = () => atRows<Counted>(deps, wanted, countTries, countValues(wanted, now))
  try {
    return await write()
  } catch (error) {
    // Servers of before 0.3 lock by key, so during an upgrade two statements may wait for each other. Nothing was counted.
    if (outageOf(error)?.name !== 'conflict') throw error
    return await write()
  }
}

/** The same within a transaction: counted only if it commits. */
export const countWithin = (prepared: Prepared, wanted: Wanted[], now: Date): Promise<Counted[]> =>
  prepared<Counted>(countTries, countValues(wanted, now))

type Wanted = LimitRow & Wait

const keysOf = (rows: readonly { key: string }[]) => rows.map(({ key }) => key)

const countValues = (wanted: Wanted[], now: Date) => [
  now,
  keysOf(wanted),
  wanted.map(each => each.free),
  wanted.map(each => each.firstWaitMs),
  wanted.map(each => each.longestWaitMs),
  wanted.map(each => each.forgetMs),
  wanted.map(each => each.forgetFewMs ?? each.forgetMs),
]

/** Deletes counts. Locks them in the given order too. */
export const remove = (tx: Transaction, keys: string[]): Promise<number> => tx.$executeRaw`
  delete from limits where key in (
    select l.key from limits l join unnest(${keys}::text[]) with ordinality as r(key, place) on l.key = r.key
    order by place for update of l)`

export interface Returned extends LimitRow {
  readonly free: number
  /** The value when the attempt was counted. */
  readonly openAt: Date
  /** Whether the attempts before it are reset too. */
  readonly isForgotten: boolean
}

const giveBackTries: Statement = {
  name: 'give back tries',
  text: `
    with returned as (
      select * from unnest($1::text[], $2::int[], $3::timestamptz[], $4::boolean[]) with ordinality
        as r(key, free, open_at, is_forgotten, place)
    ), locked as (
      select r.* from limits l join returned r on r.key = l.key where l.key = any ($1) order by place for update of l
    )
    update limits l set
      count = case when r.is_forgotten then 0 else greatest(l.count - 1, 0) end,
      expires_at = case when r.is_forgotten or l.count <= 1 then least(l.expires_at, $5) else l.expires_at end,
      open_at = case when r.is_forgotten or l.count <= r.free or l.open_at = r.open_at then 'epoch' else l.open_at end
    from locked r, set_config('synchronous_commit', 'off', true) as c(synchronous_commit)
    where l.key = r.key and c.synchronous_commit = 'off'`,
}

/**
 * Gives counted attempts back, and ends the waits that they started. Its own commit does not wait for the disk, so a right password is
 * answered sooner. Everyone sees it at once. A database that crashes may lose it: then the attempts stay counted. The next
 * purge deletes a count that is zero.
 */
export const giveBack = (deps: Deps, returned: Returned[], now: Date) =>
  atRows(deps, returned, giveBackTries, [
    keysOf(returned),
    returned.map(each => each.free),
    returned.map(each => each.openAt),
    returned.map(each => each.isForgotten),
    now,
  ])

const takeOneLease: Statement = {
  name: 'take lease',
  text: `
    insert into limits as l (key, count, open_at, expires_at) values ($1, 1, $3, $3)
    on conflict (key) do update set open_at = $3, expires_at = $3 where l.open_at <= $2 or l.open_at > $3 + ${clocksDiffer}
    returning open_at as until`,
}

/** Takes a lease, and returns until when. Null if another request has it. One statement: of many at once, one succeeds. */
export async function takeLease(deps: Deps, key: string, now: Date, forMs: number): Promise<Date | null> {
  const values = [key, now, new Date(now.getTime() + forMs)]
  const [taken] = await atRows<{ until: Date }>(deps, [{ key, isAlone: true }], takeOneLease, values)
  return taken?.until ?? null
}

const endOneLease: Statement = {
  name: 'end lease',
  text: `update limits set open_at = 'epoch', expires_at = $3 where key = $1 and open_at = $2`,
}

/** Ends a lease, unless it has run out and another request has it. */
export const endLease = (deps: Deps, key: string, until: Date, now: Date) =>
  atRows(deps, [{ key, isAlone: true }], endOneLease, [key, until, now])

/** Deletes counts that expired before `until`. Returns how many. */
export const deleteLimits = ({ db }: Deps, until: Date): Promise<number> => db.$executeRaw`
  delete from limits where key in (
    select key from limits where expires_at < ${until} limit ${batchSize} for update skip locked)`
