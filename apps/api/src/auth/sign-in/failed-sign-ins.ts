import type { Deps } from '../../deps.ts'
import type { RequestFacts } from '../../platform/context.ts'
import { holdUsersOf } from '../account/users.ts'
import { recordEvents } from '../audit-log/service.ts'

/** How long failures are gathered before they are written together. */
const gatherMs = 10_000
/** What is gathered at the most; with as many it is written at once. */
const mostWaiting = 1_000
/** Rows that are written together for addresses that nobody has; what a flood adds to them is one row without a place. */
const mostOfNobody = 50

export interface FailedSignIns {
  /** Costs whoever was refused nothing that depends on whether there is such an account. */
  note(email: string, from: From): void
  /** Writes what waits, after what is being written. */
  flush(): Promise<void>
}

type From = Partial<Pick<RequestFacts, 'ip' | 'userAgent' | 'requestId'>>

interface Failure {
  readonly email: string | null
  readonly from: From
  count: number
}

/**
 * Notes sign-ins that failed, which change nothing and so have no transaction to be noted in: gathered in memory, and written as one
 * row for each account and place, with how many they were. So its answers neither wait for the disk nor tell by their time who has an
 * account. A flood at addresses that nobody has costs a bounded number of rows (5 a second for each server), and hides nothing of what is
 * tried at somebody: theirs are as few as could be hashed. What a killed server had gathered is lost.
 */
export function gatherFailedSignIns(deps: Deps): FailedSignIns {
  let waiting = new Map<string, Failure>()
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()

  /** Whether that made one more that waits. */
  function gather({ email, from, count }: Failure): boolean {
    const place = JSON.stringify([email, from.ip])
    const hasRoom = waiting.has(place) || waiting.size < mostWaiting
    const failure = waiting.get(hasRoom ? place : 'elsewhere')
    if (failure) failure.count += count
    else if (hasRoom) waiting.set(place, { email, from, count })
    else waiting.set('elsewhere', { email: null, from: {}, count })
    timer ??= setTimeout(() => void flush(), gatherMs).unref()
    return !failure
  }

  async function writeWaiting(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const failures = [...waiting.values()]
    waiting = new Map()
    try {
      await write(deps, failures)
    } catch (err) {
      deps.log.warn({ err }, 'noting failed sign-ins failed')
      for (const failure of failures) gather(failure)
    }
  }

  function flush(): Promise<void> {
    writing = writing.then(writeWaiting)
    return writing
  }

  return {
    note(email, { ip = null, userAgent = null, requestId = null }) {
      if (gather({ email, from: { ip, userAgent, requestId }, count: 1 }) && waiting.size === mostWaiting) void flush()
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
    const userOf = new Map(users.map(user => [user.email, user]))
    const isOfSomebody = ({ email }: Failure) => email !== null && userOf.has(email)
    const ofNobody = failures.filter(failure => !isOfSomebody(failure))
    const more = ofNobody.slice(mostOfNobody).reduce((sum, { count }) => sum + count, 0)
    const written = [...failures.filter(isOfSomebody), ...ofNobody.slice(0, mostOfNobody)]
    if (more > 0) written.push({ email: null, from: {}, count: more })
    const events = written.map(({ email, from, count }) => {
      const user = userOf.get(email ?? '')
      return {
        kind: 'sign_in_failed' as const,
        count,
        ...from,
        ...(user && { userId: user.id, address: user.email }),
      }
    })
    await recordEvents(deps, tx, events)
  })
}
