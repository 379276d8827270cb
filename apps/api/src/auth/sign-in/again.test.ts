import { changePassword } from '@latchkey/contracts/auth/account'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { forgotPassword, resetPassword } from '@latchkey/contracts/auth/recovery'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { pages } from '@latchkey/contracts/pages'
import { describe, expect, it } from 'vitest'
import type { Caller } from '../../../testing/call-endpoint.ts'
import { secretIn } from '../../../testing/confirmed.ts'
import { mailTo } from '../../../testing/mails.ts'
import { minutes } from '../../../testing/movable-clock.ts'
import { testApi } from '../../../testing/test.ts'
import { keyOf } from '../limits/keys.ts'

const api = await testApi({ limits: true })
const named = (userAgent: string): Caller => ({ headers: { 'user-agent': userAgent } })
const bytes = () => Uint8Array.from(crypto.getRandomValues(new Uint8Array(32)))

describe('signing in with the right password again and again', () => {
  it('on ever new devices has to wait after sixty; known browsers and the password are not affected', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    for (let at = 1; at < 60; at++) expect((await api.call(signIn, user, named(`script/${at}`))).status).toBe(200)
    const { problem, response } = await api.call(signIn, user, named('script/60'))
    expect([problem.code, response.headers['retry-after']]).toEqual(['rate_limited', '60'])
    // The password was right, so it is no failure.
    const key = keyOf(api.deps.keys('limit counter'), 'failures of strangers', user.email)
    expect((await api.db.limit.findUniqueOrThrow({ where: { key } })).count).toBe(0)
    expect(await api.db.session.count({ where: { userId: user.id } })).toBe(60)
    expect((await api.call(signIn, { ...user, delivery: 'cookie' }, caller)).status).toBe(200)
    await api.deliver()
    api.clock.advance(minutes(1))
    expect((await api.call(signIn, user, named('script/120'))).status).toBe(200)
    expect((await api.call(signIn, user, named('script/121'))).status).toBe(429)

    await api.call(forgotPassword, { email: user.email })
    const token = secretIn(mailTo(await api.deliver(), user.email, /Reset your password/), pages.reset)
    await api.call(resetPassword, { token, password: 'staple battery horse' })
    const after = { ...user, password: 'staple battery horse' }
    expect((await api.call(signIn, after, named('script/122'))).status).toBe(200)
    await api.deliver()
  })

  it('on one device has to wait for a minute at most after sixty', async () => {
    const user = await api.createUser()
    for (let at = 0; at <= 60; at++) expect((await api.call(signIn, user)).status).toBe(200)
    const waits: string[] = []
    for (let at = 0; at < 5; at++) {
      const { response } = await api.call(signIn, user)
      const wait = response.headers['retry-after'] as string
      waits.push(wait)
      api.clock.advance(Number(wait) * 1000)
      expect((await api.call(signIn, user)).status).toBe(200)
    }
    expect(waits).toEqual(['10', '20', '40', '60', '60'])
    await api.deliver()
  })

  it.each([
    ['confirming', (password: string) => ({ endpoint: confirm, input: { password } })],
    [
      'changing it',
      (password: string, newPassword: string) => ({
        endpoint: changePassword,
        input: { currentPassword: password, newPassword },
      }),
    ],
  ] as const)('and %s too: after thirty times it has to wait for a minute at most', async (_, asked) => {
    let { password, email } = await api.createUser()
    let { caller } = await api.signIn({ email, password })
    const again = async (at: number) => {
      const next = `staple battery horse ${at}`
      const { endpoint, input } = asked(password, next)
      const answer = await api.call(endpoint as typeof changePassword, input as never, caller)
      if (answer.status !== 200) return answer
      caller = { token: answer.data.token ?? '' }
      if ('newPassword' in input) password = next
      return answer
    }
    for (let at = 0; at < 30; at++) expect((await again(at)).status).toBe(200)
    const { problem, response } = await again(31)
    expect([problem.code, response.headers['retry-after']]).toEqual(['rate_limited', '10'])
    api.clock.advance(minutes(1))
    expect((await again(32)).status).toBe(200)
    // The password was right each time, so it is no failure.
    expect((await api.call(signIn, { email, password }, named('another'))).status).toBe(200)
    await api.deliver()
  })

  it('keeps 400 ended sessions, the latest', async () => {
    const user = await api.createUser()
    const now = api.clock.now()
    const ended = (at: number, revokedAt: Date | null) => ({
      ...{ userId: user.id, tokenHash: bytes(), delivery: 'bearer', remembered: false, methods: ['pwd'], revokedAt },
      ...{ createdAt: new Date(at), authenticatedAt: now, lastSeenAt: now, expiresAt: now },
    })
    const rows = Array.from({ length: 450 }, (_, at) => ended(at, at % 2 ? now : null))
    await api.db.session.createMany({ data: rows })
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    await api.signIn(user, { delivery: 'cookie' }, caller)
    const left = await api.db.session.findMany({ where: { userId: user.id }, orderBy: { createdAt: 'asc' } })
    expect(left.filter(({ expiresAt, revokedAt }) => revokedAt !== null || expiresAt <= now)).toHaveLength(400)
    expect(left[0]?.createdAt.getTime()).toBe(51)
    await api.deliver()
  })

  it('keeps 200 devices: revoked ones go first, then those that were used longest ago', async () => {
    const user = await api.createUser()
    const device = (at: number) => ({
      ...{ userId: user.id, tokenHash: bytes(), createdAt: new Date(at), lastSeenAt: new Date(at) },
      revokedAt: at === 150 ? api.clock.now() : null,
    })
    await api.db.device.createMany({ data: Array.from({ length: 201 }, (_, at) => device(at)) })
    await api.signIn(user)
    const left = await api.db.device.findMany({ where: { userId: user.id }, orderBy: { createdAt: 'asc' } })
    expect(left).toHaveLength(200)
    expect(left[0]?.createdAt.getTime()).toBe(1)
    expect(left.filter(({ revokedAt }) => revokedAt !== null)).toEqual([])
    await api.deliver()
  })
})
