import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Moment } from '@latchkey/contracts/platform/moment'
import { readHeartbeat, sendProbe, type Witness } from '@latchkey/database/heartbeat'
import { openTimelines } from '@latchkey/database/primary'
import { describe, expect, it, onTestFinished } from 'vitest'
import { movableClock } from '../../../../testing/movable-clock.ts'
import { poolingProxy } from '../../../../testing/pooling-proxy.ts'
import { tcpProxy } from '../../../../testing/tcp-proxy.ts'
import { testApi } from '../../../../testing/test.ts'
import { until } from '../../../../testing/until.ts'
import type { Clock } from '../../../platform/clock.ts'
import { createLog } from '../../../platform/http/log.ts'
import { followAnnouncements } from './announcements.ts'

/** Longer than the time between two beats, and shorter than a beat waits for its answer. */
const longerThanABeatMs = 600

const api = await testApi()

/** Follows through a proxy, and records in order what its subject was told. `seen` changes what the pool reads of a beat. */
async function follow(
  seen: (witness: Witness) => Witness = witness => witness,
  { url = api.url, clock = movableClock() as Clock } = {},
) {
  const proxy = await tcpProxy(url)
  const told: string[] = []
  const renewals: Moment[] = []
  const logged: string[] = []
  const tell = (what: string) => void told.push(what)
  const stop = followAnnouncements(proxy.url, {
    lease: {
      renew(at) {
        renewals.push(at)
        tell('renew')
      },
      end: () => tell('end'),
      holds: () => false,
      heard() {},
      ages: () => ({ renewedMs: 0, heardMs: 0 }),
    },
    clock,
    timelines: openTimelines(),
    log: createLog('warn', { write: line => void logged.push(line) }),
    sendProbe: probe => sendProbe(api.deps, probe),
    readBeat: async replica => seen(await readHeartbeat(api.deps, replica)),
    watchPromotions: () => async () => {},
    recycle: () => tell('recycle'),
    changed: change => tell('id' in change ? `forget ${change.id}` : 'forget all'),
  })
  onTestFinished(stop)
  return { proxy, told, renewals, logged, stop }
}

const announce = (payload: string) => api.db.$executeRaw`select pg_notify(name, ${payload}) from announcement_channel`

describe('following the announcements', () => {
  it('drops pooled connections and forgets everything before it trusts a new connection', async () => {
    const { proxy, told } = await follow()
    for (let round = 0; round < 3; round++) {
      await until(() => told.includes('renew'))
      const first = told.indexOf('renew')
      expect(
        told
          .slice(0, first)
          .filter(what => what !== 'end')
          .sort(),
      ).toEqual(['forget all', 'recycle'])
      proxy.cut()
      await until(() => told.at(-1) === 'end')
      told.length = 0
      proxy.restore()
    }
  })

  it('renews the lease from when the beat was sent, however late the answer comes', async () => {
    const { proxy, renewals } = await follow()
    await until(() => renewals.length > 0)
    let sentBefore = 0
    // On a busy machine a beat may be sent only after the pause. Such a round shows nothing, and another one follows.
    for (let round = 0; round < 20 && sentBefore < 3; round++) {
      proxy.stall()
      await setTimeout(longerThanABeatMs)
      const stalled = renewals.length
      const restored = performance.now()
      proxy.restore()
      await until(() => renewals.length > stalled)
      if ((renewals[stalled]?.monotonic ?? restored) < restored) sentBefore += 1
    }
    expect(sentBefore).toBe(3)
  })

  it('forgets the named session or user, and everything for an unknown kind', async () => {
    const { told } = await follow()
    await until(() => told.includes('renew'))
    told.length = 0
    for (const payload of ['session a', 'user b', '*', 'device c', '', 'session']) await announce(payload)
    await announce('session last')
    await until(() => told.includes('forget last'))
    expect(told.filter(what => what !== 'renew')).toEqual([
      ...['forget a', 'forget b'],
      ...Array(4).fill('forget all'),
      'forget last',
    ])
  })

  it('forgets everything with the next beat when a change was not announced, before it renews the lease', async () => {
    const { told } = await follow()
    await until(() => told.includes('renew'))
    told.length = 0
    await api.db.$executeRaw`insert into unannounced_changes values (pg_current_xact_id()::text, now())`
    await until(() => told.includes('forget all'))
    const forgotten = told.lastIndexOf('forget all')
    await until(() => told.lastIndexOf('renew') > forgotten)
    expect(told.filter(what => what !== 'renew')).toEqual(['forget all'])
    await api.db.unannouncedChange.deleteMany()
  })

  it('renews the lease by its own beats only', async () => {
    const { told, renewals, proxy } = await follow()
    await until(() => renewals.length > 0)
    const [own] = await api.db.heartbeat.findMany({ orderBy: { beatenAt: 'desc' }, take: 1 })
    const before = renewals.length
    await until(() => renewals.length > before)
    // Just after a beat none is pending, so everything received up to the marker was announced here.
    proxy.stall()
    told.length = 0
    for (let number = 1; number <= 50; number++) await announce(`beat ${randomUUID()} ${number}`)
    await announce(`beat ${own?.replica} 999999`)
    await announce('session marker')
    proxy.restore()
    await until(() => told.includes('forget marker'))
    expect(told.slice(0, told.indexOf('forget marker'))).toEqual([])
  })

  it('renews no lease by a beat that the pool has not read', async () => {
    let isBehind = false
    let unread = 0
    const { renewals } = await follow(witness => {
      if (!isBehind) return witness
      unread += 1
      return { ...witness, number: 0 }
    })
    await until(() => renewals.length > 0)
    isBehind = true
    // One beat is read after the other, so those from before are done with.
    await until(() => unread >= 2)
    const before = renewals.length
    await until(() => unread >= 5)
    expect(renewals).toHaveLength(before)
    isBehind = false
    await until(() => renewals.length > before)
  })

  it('renews no lease behind a pooler that loses announcements while no query runs, and says so once', async () => {
    const { logged, told } = await follow(undefined, { url: await poolingProxy(api.url) })
    await until(() => logged.length > 0)
    await setTimeout(3 * longerThanABeatMs)
    expect(told).not.toContain('renew')
    expect(logged.map(line => JSON.parse(line).event)).toEqual(['announcements_lost'])
  })

  it('forgets everything when the clocks agree again, before it renews the lease', async () => {
    let isTrusted = true
    const { told } = await follow(undefined, { clock: { ...movableClock(), isTrusted: () => isTrusted } })
    await until(() => told.includes('renew'))
    isTrusted = false
    await setTimeout(longerThanABeatMs)
    told.length = 0
    isTrusted = true
    await until(() => told.includes('forget all'))
    const forgotten = told.indexOf('forget all')
    await until(() => told.lastIndexOf('renew') > forgotten)
    expect(told.filter(what => what !== 'renew')).toEqual(['forget all'])
  })

  it('ends the lease while the pool leads to another server, says so once, and opens both again', async () => {
    let isSplit = false
    const { renewals, told, logged } = await follow(witness => (isSplit ? { ...witness, server: 'another' } : witness))
    await until(() => renewals.length > 0)
    isSplit = true
    await until(() => told.at(-1) === 'end')
    told.length = 0
    await until(() => told.filter(what => what === 'recycle').length === 2)
    expect(told).not.toContain('renew')
    expect(logged).toHaveLength(1)
    expect(logged[0]).toContain('DATABASE_DIRECT_URL')
    isSplit = false
    await until(() => told.includes('renew'))
  })

  it('says why nothing can be heard, not at each attempt, and again only after something was heard', async () => {
    const { proxy, renewals, logged } = await follow()
    await until(() => renewals.length > 0)
    for (let round = 0; round < 2; round++) {
      logged.length = 0
      proxy.cut()
      await setTimeout(2 * longerThanABeatMs)
      await until(() => logged.length > 0)
      const reasons = logged.map(line => JSON.parse(line).msg)
      expect(reasons[0]).toMatch(/every request asks the database: .*DATABASE_DIRECT_URL/)
      expect(reasons).toEqual([...new Set(reasons)])
      const before = renewals.length
      proxy.restore()
      await until(() => renewals.length > before)
    }
  })

  it('deletes its row when it stops, and reports nothing more', async () => {
    const { told, stop, renewals } = await follow()
    await until(() => renewals.length > 0)
    const before = await api.db.heartbeat.count()
    await stop()
    expect(await api.db.heartbeat.count()).toBe(before - 1)
    told.length = 0
    const other = await follow()
    await until(() => other.told.includes('renew'))
    await announce('session a')
    await until(() => other.told.includes('forget a'))
    expect(told).toEqual([])
  })
})
