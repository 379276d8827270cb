import type { Deps } from '../../deps.ts'
import type { RequestFacts } from '../../platform/context.ts'
import { holdUsersOf } from '../account/users.ts'
import { recordEvents } from '../audit-log/service.ts'

/** How long failures are collected before they are written together. */
const gatherMs = 10_000
/** How many entries are kept in memory. At this number they are written at once. */
const mostWaiting = 1_000
/** How many rows are written at a time for addresses without an account. The rest of a flood becomes one row without addresses. */
const mostWithoutAccount = 50

export interface FailedSignIns {
  /** Takes the same time with and without such an account. */
  note(email: string, from: From): void
  /** Writes what waits, after the write that is running. */
  flush(): Promise<void>
}

type From = Partial<Pick<RequestFacts, 'ip' | 'userAgent' | 'requestId'>>

interface Failure {
  readonly email: string | null
  readonly from: From
  count: number
}

/**
 * Records failed sign-ins. They change nothing, so they have no transaction to be recorded in. They are collected in memory, and
 * written as one row for each account and network address, with their number. So a response does not wait for the disk, and its time
 * does not reveal who has an account. A flood at unknown addresses costs a limited number of rows: 5 a second for each server. It
 * hides no attempts at real accounts, which hashing keeps few. A server that is killed loses what it has collected.
 */
export function gatherFailedSignIns(deps: Deps): FailedSignIns {
  let waiting = new Map<string, Failure>()
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()

  /** Whether this added an entry. */
  function gather({ email, from, count }: Failure): boolean {
    const key = JSON.stringify([email, from.ip])
    const hasRoom = waiting.has(key) || waiting.size < mostWaiting
    const failure = waiting.get(hasRoom ? key : 'elsewhere')
    if (failure) failure.count += count
    else if (hasRoom) waiting.set(key, { email, from, count })
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
      deps.log.warn({ err }, 'failed sign-ins could not be written and are kept for the next try')
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
    const hasAccount = ({ email }: Failure) => email !== null && userOf.has(email)
    const withoutAccount = failures.filter(failure => !hasAccount(failure))
    const more = withoutAccount.slice(mostWithoutAccount).reduce((sum, { count }) => sum + count, 0)
    const written = [...failures.filter(hasAccount), ...withoutAccount.slice(0, mostWithoutAccount)]
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
