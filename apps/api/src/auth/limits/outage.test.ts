import { signIn } from '@latchkey/contracts/auth/sign-in'
import { signUp, verify } from '@latchkey/contracts/auth/sign-up'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { cookiesOf } from '../../../testing/call-endpoint.ts'
import { codeIn, mailTo } from '../../../testing/mails.ts'
import { days } from '../../../testing/movable-clock.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'
import { waiting } from '../../../testing/waiting.ts'
import type { Deps } from '../../deps.ts'
import { followingClock } from '../../platform/clock.ts'
import { systemContext } from '../../platform/context.ts'
import { unavailable } from '../../platform/errors.ts'
import { countAttempt } from './attempts.ts'
import { keyOf } from './keys.ts'
import { rules } from './rules.ts'

const api = await testApi({ limits: true })
const counters = { 'sign-in to an address': 'ada@example.com' }
const count = async () => (await api.db.limit.findFirst())?.count

/** A database that does it, and whose answer is lost. */
const answerLost: Deps['prepared'] = async (statement, values) => {
  const rows = await api.deps.prepared(statement, values)
  if (statement.name !== 'give back tries') return rows as never
  throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
}

/** A database that cannot give attempts back while `isAway` returns true. */
const failing =
  (isAway: () => boolean): Deps['prepared'] =>
  (statement, values) =>
    statement.name === 'give back tries' && isAway()
      ? Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }))
      : api.deps.prepared(statement, values)

describe('an attempt in progress when the database becomes unreachable', () => {
  it('is given back when the database is reachable again', async () => {
    let isAway = true
    const prepared = failing(() => isAway)
    const context = systemContext(api.deps)
    await countAttempt({ ...api.deps, prepared }, context, counters)
    for (const undo of context.undoOnFailure) await undo(unavailable())
    expect(await count()).toBe(1)
    isAway = false
    // The first retry comes after 100 ms, the second one 1 s later.
    await expect.poll(count).toBe(0)
  })

  it('is given back once at most, if the answer was lost', async () => {
    await api.db.limit.deleteMany()
    const [failed, undone] = [systemContext(api.deps), systemContext(api.deps)]
    await countAttempt(api.deps, failed, counters)
    await countAttempt({ ...api.deps, prepared: answerLost }, undone, counters)
    for (const undo of undone.undoOnFailure) await undo(unavailable())
    // It says so instead of trying again.
    expect(api.logLines.join('')).toContain('could not give an attempt back: it stays counted')
    expect(await count()).toBe(1)
  })
})

describe('an attempt whose rows an older server locks in another order', () => {
  it('is counted once, after the deadlock', async () => {
    const [email, ip] = [`${crypto.randomUUID()}@example.com`, '192.0.2.77']
    const both = { 'sign-in to an address': email, 'sign-in from a network': ip } as const
    const countOnce = () => countAttempt(api.deps, systemContext(api.deps), both)
    await countOnce()
    const [own, network] = (['sign-in to an address', 'sign-in from a network'] as const).map(rule =>
      keyOf(api.deps.keys('limit counter'), rule, both[rule]),
    )
    const counting = await api.db.$transaction(async tx => {
      await tx.$queryRaw`select from limits where key = ${network} for update`
      const attempt = countOnce()
      await waiting(api.db, 1)
      await tx.$queryRaw`select from limits where key = ${own} for update`
      return { attempt }
    })
    await counting.attempt
    const rows = await api.db.limit.findMany({ where: { key: { in: [own ?? '', network ?? ''] } } })
    expect(rows.map(({ count }) => count)).toEqual([2, 2])
  })
})

describe('a wrong password', () => {
  it('stays counted, and is answered as one, when the job about guessed passwords cannot be added', async () => {
    const { email } = await api.createUser()
    const away = () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }))
    const server = await replicaOf(api, { deps: { jobs: { ...api.deps.jobs, add: away } } })
    const { free } = rules['failures of strangers']
    const wrong = () => server.call(signIn, { email, password: 'not the right password' })
    for (let at = 1; at < free; at++) await wrong()
    expect((await wrong()).status).toBe(401)
    expect(server.logLines.join('')).toContain('could not add the job about guessed passwords')
    const key = keyOf(api.deps.keys('limit counter'), 'failures of strangers', email)
    expect((await api.db.limit.findUnique({ where: { key } }))?.count).toBe(free)
  })
})

describe('a wait', () => {
  it('neither ends nor grows when the machine clock is changed', async () => {
    const clock = followingClock()
    clock.sync(new Date(), performance.now(), performance.now())
    const onServerTime = await replicaOf(api, { limits: true, deps: { clock } })
    const { email } = await api.createUser()
    const ask = () => onServerTime.call(signIn, { email, password: 'not the right password' })
    const untilRefused = async (): Promise<number> => {
      const { status, response } = await ask()
      return status === 429 ? Number(response.headers['retry-after']) : untilRefused()
    }
    const seconds = await untilRefused()
    const now = Date.now()
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    for (const step of [days(2), -days(2)]) {
      vi.setSystemTime(now + step)
      const { status, response } = await ask()
      expect(status).toBe(429)
      const left = Number(response.headers['retry-after'])
      expect(left).toBeGreaterThan(0)
      expect(left).toBeLessThanOrEqual(seconds)
    }
  })
})

describe('the right code of a sign-up', () => {
  it('uses up no attempt during an outage, and works afterwards', async () => {
    const email = `${crypto.randomUUID()}@example.com`
    const { response } = await api.call(signUp, { email, password: 'a password of my own' }, { sameOrigin: true })
    const code = codeIn(mailTo(await api.deliver(), email))
    const caller = { cookie: cookiesOf(response), sameOrigin: true }
    const db = new Proxy(api.db, {
      get: (target, name) =>
        name === '$transaction' ? () => Promise.reject(unavailable()) : Reflect.get(target, name, target),
    })
    const cutOff = await replicaOf(api, { limits: true, deps: { db } })
    for (let at = 0; at < 6; at++) expect((await cutOff.call(verify, { code }, caller)).status).toBe(503)
    expect((await api.call(verify, { code }, caller)).status).toBe(200)
  })
})
