import { forgotPassword } from '@latchkey/contracts/auth/recovery'
import { signUp, verify } from '@latchkey/contracts/auth/sign-up'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Caller, cookiesOf } from '../../../testing/call-endpoint.ts'
import { codeIn, mailTo } from '../../../testing/mails.ts'
import { testApi } from '../../../testing/test.ts'
import { keyOf } from './keys.ts'
import { everybodyMs, type RuleName, rules, sharesOfEverybody } from './rules.ts'

const api = await testApi({ limits: true, environment: { TRUST_PROXY: 'loopback' } })
beforeEach(() => api.db.limit.deleteMany().then(() => {}))

let networks = 0
const fromNewNetwork = (): Caller => ({ headers: { 'x-forwarded-for': `10.1.${networks >> 8}.${networks++ & 255}` } })
const alarms = (event: string) => api.logLines.filter(line => line.includes(`"${event}"`)).length

/** Lets the next attempt under each share of a count be the last free one. */
async function useUp(rule: RuleName) {
  const window = Math.floor(api.clock.now().getTime() / everybodyMs)
  const times = { openAt: new Date(0), expiresAt: new Date((window + 1) * everybodyMs) }
  await api.db.limit.createMany({
    data: Array.from({ length: sharesOfEverybody }, (_, share) => ({
      key: keyOf(api.deps.keys('limit counter'), rule, `${window} ${share}`),
      count: rules[rule].free - 1,
      ...times,
    })),
  })
}

describe('strangers in very many networks', () => {
  it('who guess at codes raise an alarm and have to wait', async () => {
    const email = `${crypto.randomUUID()}@example.com`
    const { response } = await api.call(signUp, { email, password: 'correct horse battery' }, { sameOrigin: true })
    const caller = () => ({ cookie: cookiesOf(response) ?? '', sameOrigin: true, ...fromNewNetwork() })
    const code = codeIn(mailTo(await api.deliver(), email, /Confirm/))
    await useUp('code from anywhere')
    const wrong = code === '000000' ? '000001' : '000000'
    const answered: string[] = []
    // Each browser has five guesses, so most of these are at no sign-up at all.
    for (let at = 0; at < 60; at++)
      answered.push((await api.call(verify, { code: wrong }, at < 4 ? caller() : fromNewNetwork())).problem.code)
    expect(new Set(answered)).toEqual(new Set(['invalid_code', 'rate_limited']))
    expect(alarms('code_spraying')).toBe(answered.filter(each => each === 'invalid_code').length)
    api.clock.advance(everybodyMs)
    expect((await api.call(verify, { code }, caller())).status).toBe(200)
    await api.deliver()
  })

  it('who ask for very many mails raise an alarm, and everybody still gets theirs', async () => {
    const user = await api.createUser()
    await useUp('mail from anywhere')
    for (let at = 0; at < 40; at++) {
      const email = `${crypto.randomUUID()}@example.com`
      expect((await api.call(forgotPassword, { email }, fromNewNetwork())).status).toBe(202)
    }
    expect(alarms('mail_flood')).toBeGreaterThan(5)
    await api.call(forgotPassword, { email: user.email }, fromNewNetwork())
    expect(mailTo(await api.deliver(), user.email, /Reset your password/)).toBeDefined()
  })
})
