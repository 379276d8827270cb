import { type Connections, openConnections } from '@latchkey/database/client'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { testApi } from '../../../../testing/test.ts'
import { createLog } from '../../../platform/http/log.ts'
import { gatherLastSeen } from './last-seen.ts'
import { writeLastSeen } from './store.ts'

const silent = createLog('silent', { write() {} })
const at = (seconds: number) => new Date(Date.UTC(2036, 0, 1, 0, 0, seconds))

/** A database that records what is written to it, and that can be away or slow. */
function recorder() {
  const batches: Record<string, Date | undefined>[] = []
  let answer = async () => {}
  const connections: Pick<Connections, 'prepared'> = {
    async prepared(_statement, [ids, instants]) {
      batches.push(Object.fromEntries((ids as string[]).map((id, index) => [id, (instants as Date[])[index]])))
      await answer()
      return []
    },
  }
  return {
    batches,
    answers(how: () => Promise<void>) {
      answer = how
    },
    lastSeen: gatherLastSeen(connections as Connections, silent),
  }
}

const away = async () => {
  throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
}

describe('a last-seen time', () => {
  it('is written once for all sessions, each with its newest time', async () => {
    const { batches, lastSeen } = recorder()
    lastSeen.note('a', at(1))
    lastSeen.note('b', at(2))
    lastSeen.note('a', at(3))
    expect(lastSeen.waiting('a')).toEqual(at(3))
    await lastSeen.flush()
    expect(batches).toEqual([{ a: at(3), b: at(2) }])
    await lastSeen.flush()
    expect(batches).toHaveLength(1)
    expect(lastSeen.waiting('a')).toBeUndefined()
  })

  it('is written a second after the first one, and not before', async () => {
    vi.useFakeTimers()
    try {
      const { batches, lastSeen } = recorder()
      lastSeen.note('a', at(1))
      await vi.advanceTimersByTimeAsync(999)
      lastSeen.note('b', at(2))
      expect(batches).toEqual([])
      await vi.advanceTimersByTimeAsync(1)
      expect(batches).toEqual([{ a: at(1), b: at(2) }])
      await vi.advanceTimersByTimeAsync(10_000)
      expect(batches).toHaveLength(1)
    } finally {
      vi.useRealTimers()
    }
  })

  it('is kept while the database is away and written when it is back; the newer time wins', async () => {
    vi.useFakeTimers()
    try {
      const { batches, lastSeen, answers } = recorder()
      const { promise: tried, resolve: failNow } = Promise.withResolvers<void>()
      answers(() => tried.then(away))
      lastSeen.note('a', at(1))
      lastSeen.note('b', at(2))
      const failing = lastSeen.flush()
      lastSeen.note('a', at(5))
      failNow()
      await failing
      expect([lastSeen.waiting('a'), lastSeen.waiting('b')]).toEqual([at(5), at(2)])
      answers(away)
      await vi.advanceTimersByTimeAsync(3000)
      answers(async () => {})
      await vi.advanceTimersByTimeAsync(1000)
      expect(batches.at(-1)).toEqual({ a: at(5), b: at(2) })
      expect(lastSeen.waiting('a')).toBeUndefined()
    } finally {
      vi.useRealTimers()
    }
  })

  it('never goes backwards in the database, in any order of writes', async () => {
    const api = await testApi()
    const { session } = await api.signIn(await api.createUser())
    const other = await api.signIn(await api.createUser())
    const connections = openConnections(api.url)
    onTestFinished(() => connections.close())
    const created = new Date(session.lastSeenAt).getTime()
    const later = (seconds: number) => new Date(created + 1000 * seconds)
    await Promise.all(
      [3, 9, 1, 7].map(seconds =>
        writeLastSeen(
          connections,
          new Map([
            [session.id, later(seconds)],
            [other.session.id, later(-seconds)],
          ]),
        ),
      ),
    )
    const rows = await api.db.session.findMany({ where: { id: { in: [session.id, other.session.id] } } })
    const seen = Object.fromEntries(rows.map(row => [row.id, row.lastSeenAt]))
    expect(seen).toEqual({ [session.id]: later(9), [other.session.id]: new Date(other.session.lastSeenAt) })
  })
})
