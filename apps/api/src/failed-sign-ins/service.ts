import { recordEvents } from '../audit/service.ts'
import type { Deps } from '../deps.ts'
import type { Origin } from '../principal.ts'
import { holdUsersOf } from '../users/service.ts'

/** How long failures are gathered before they are written together. */
const gatherMs = 10_000
/** Places that are written apart at once; what a flood from more of them adds is written as one row without a place. */
const mostPlaces = 50

export interface FailedSignIns {
  /** Costs whoever was refused nothing that depends on whether there is such an account. */
  note(email: string, origin: Origin): void
  /** Writes what waits. */
  flush(): Promise<void>
}

interface Failure {
  readonly email: string | null
  readonly origin: Origin
  count: number
}

/**
 * Notes sign-ins that failed, which change nothing and so have no transaction to be noted in: gathered in memory, and written as one
 * row for each account and address, with how many they were. So a flood costs a bounded number of rows (5 a second for each server),
 * and its answers neither wait for the disk nor tell by their time who has an account. What a killed server had gathered is lost.
 */
export function gatherFailedSignIns(deps: Deps): FailedSignIns {
  let waiting = new Map<string, Failure>()
  let timer: NodeJS.Timeout | undefined

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const failures = [...waiting.values()]
    waiting = new Map()
    await write(deps, failures).catch(err => deps.log.warn({ err }, 'noting failed sign-ins failed'))
  }

  return {
    note(email, origin) {
      const place = JSON.stringify([email, origin.ip])
      const isKnown = waiting.has(place) || waiting.size < mostPlaces
      const failure = waiting.get(isKnown ? place : 'elsewhere')
      if (failure) failure.count += 1
      else if (isKnown) waiting.set(place, { email, origin, count: 1 })
      else waiting.set('elsewhere', { email: null, origin: {}, count: 1 })
      timer ??= setTimeout(() => void flush(), gatherMs).unref()
    },
    flush,
  }
}

async function write(deps: Deps, failures: readonly Failure[]): Promise<void> {
  if (failures.length === 0) return
  await deps.db.$transaction(async tx => {
    const users = await holdUsersOf(
      tx,
      failures.flatMap(({ email }) => email ?? []),
    )
    const events = failures.map(({ email, origin, count }) => {
      const user = users.find(user => user.email === email)
      return {
        kind: 'sign_in_failed' as const,
        count,
        ...origin,
        ...(user && { userId: user.id, address: user.email }),
      }
    })
    await recordEvents(deps, tx, events)
  })
}
