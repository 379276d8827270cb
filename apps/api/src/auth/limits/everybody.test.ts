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
    const browsers: { cookie: string; email: string }[] = []
    for (let at = 0; at < 15; at++) {
      const email = `${crypto.randomUUID()}@example.com`
      const from = { sameOrigin: true, ...fromNewNetwork() }
      const { response } = await api.call(signUp, { email, password: 'correct horse battery' }, from)
      browsers.push({ cookie: cookiesOf(response) ?? '', email })
    }
    const mails = await api.deliver()
    const codes = browsers.map(({ email }) => codeIn(mailTo(mails, email)))
    const wrong = ['000000', '000001', '000002'].find(code => !codes.includes(code)) ?? ''
    const guess = (at: number, code = wrong) =>
      api.call(verify, { code }, { cookie: browsers[at]?.cookie ?? '', sameOrigin: true, ...fromNewNetwork() })
    await useUp('code from anywhere')
    // Without a sign-up no code is right, so such guesses use up nothing.
    for (let at = 0; at < 40; at++)
      expect((await api.call(verify, { code: wrong }, fromNewNetwork())).problem.code).toBe('invalid_code')
    expect(alarms('code_spraying')).toBe(0)

    const answered: string[] = []
    // Each browser has five guesses.
    for (let at = 0; at < 60; at++) answered.push((await guess(at % 15)).problem.code)
    expect(new Set(answered)).toEqual(new Set(['invalid_code', 'rate_limited']))
    expect(alarms('code_spraying')).toBe(answered.filter(each => each === 'invalid_code').length)
    api.clock.advance(everybodyMs)
    expect((await guess(0, codes[0])).status).toBe(200)
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
