import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { live, ready } from '@latchkey/contracts/platform/health'
import { describe, expect, it, onTestFinished } from 'vitest'
import { keyOf } from '../src/auth/limits/keys.ts'
import { followingClock } from '../src/platform/clock.ts'
import { purge } from '../src/platform/jobs/purge.ts'
import { days, hours } from '../testing/movable-clock.ts'
import { testApi } from '../testing/test.ts'

const clock = followingClock()
const api = await testApi({ deps: { clock }, limits: true })

/** As the next heartbeat would, while the database's clock is this far ahead. */
const sync = (aheadMs: number) => clock.sync(new Date(Date.now() + aheadMs), performance.now(), performance.now())
sync(0)

/** Leaps, and is back when the test ends. */
function leap(aheadMs: number): void {
  sync(aheadMs)
  onTestFinished(() => sync(0))
}

describe.each([
  ['30 hours ahead', hours(30)],
  ['40 days ahead', days(40)],
  ['two days back', -days(2)],
])("while the database's clock is %s", (_, aheadMs) => {
  it('every request gets 503, no cookie is cleared, and the session goes on afterwards', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    leap(aheadMs)
    for (const answer of [await api.call(currentSession, {}, caller), await api.call(signIn, user)]) {
      expect([answer.status, answer.response.headers['retry-after']]).toEqual([503, '1'])
      expect(answer.response.headers['set-cookie']).toBeUndefined()
    }
    expect((await api.call(ready, {})).problem.fields).toEqual({ clock: 'This part fails.' })
    expect((await api.call(live, {})).status).toBe(200)
    sync(0)
    expect((await api.call(currentSession, {}, caller)).status).toBe(200)
    expect((await api.call(ready, {})).status).toBe(200)
  })

  it('nothing is purged', async () => {
    const { session } = await api.signIn(await api.createUser())
    const data = { expiresAt: new Date(Date.now() - days(31)) }
    await api.db.session.update({ where: { id: session.id }, data })
    const isKept = async () => (await api.db.session.count({ where: { id: session.id } })) === 1
    leap(aheadMs)
    await purge(api.deps)
    expect(await isKept()).toBe(true)
    sync(0)
    await purge(api.deps)
    expect(await isKept()).toBe(false)
  })
})

describe('a wait that a clock ahead has begun', () => {
  const wrong = (email: string) => api.call(signIn, { email, password: 'not the right password' })
  const setOpenAt = (email: string, openAt: Date) =>
    api.db.limit.update({
      where: { key: keyOf(api.deps.keys('limit counter'), 'sign-in to an address', email) },
      data: { openAt, expiresAt: new Date(openAt.getTime() + days(1)) },
    })

  it('two days ago does not count', async () => {
    const { email, password } = await api.createUser()
    await wrong(email)
    await setOpenAt(email, new Date(Date.now() + days(2)))
    expect((await wrong(email)).status).toBe(401)
    expect((await api.call(signIn, { email, password })).status).toBe(200)
  })

  it('by minutes asks for no longer wait than the rule', async () => {
    const { email } = await api.createUser()
    await wrong(email)
    await setOpenAt(email, new Date(Date.now() + hours(1) + 240_000))
    const { status, response } = await wrong(email)
    expect(status).toBe(429)
    expect(Number(response.headers['retry-after'])).toBeLessThanOrEqual(3600)
  })
})
