import { confirm } from '@latchkey/contracts/auth/confirmation'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Caller } from '../../../testing/call-endpoint.ts'
import { days, minutes } from '../../../testing/movable-clock.ts'
import { testApi } from '../../../testing/test.ts'

const api = await testApi()
const ask = (caller: Caller) => api.call(currentSession, {}, caller)
const sessionRow = (id: string) => api.db.session.findUniqueOrThrow({ where: { id } })

/** Runs `work` while the next password is being verified. */
function whileVerifying(work: () => Promise<unknown>): void {
  const { verify } = api.hasher
  onTestFinished(() => {
    api.hasher.verify = verify
  })
  api.hasher.verify = async (...attempt) => {
    const matches = await verify(...attempt)
    await work()
    return matches
  }
}

describe('POST /api/restricted/session/confirm', () => {
  it('confirms for ten minutes and exchanges a bearer token; the old one stops working', async () => {
    const user = await api.createUser()
    const { caller, session } = await api.signIn(user)
    expect((await sessionRow(session.id)).confirmedAt).toBeNull()
    const { data } = await api.call(confirm, { password: user.password }, caller)
    expect(data.confirmedUntil).toBe(new Date(api.clock.now().getTime() + minutes(10)).toISOString())
    expect((await sessionRow(session.id)).confirmedAt).toEqual(api.clock.now())
    expect((await ask(caller)).problem.code).toBe('invalid_token')
    expect((await ask({ token: data.token ?? '' })).data.session.id).toBe(session.id)
  })

  it('confirms only that session, no other of the same user or of others', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user)
    const others = await Promise.all([api.signIn(user), api.signIn(await api.createUser())])
    expect((await api.call(confirm, { password: user.password }, caller)).status).toBe(200)
    for (const { session } of others) expect((await sessionRow(session.id)).confirmedAt).toBeNull()
  })

  it('gives a browser its new token only as a cookie, for the rest of the time it is remembered', async () => {
    const user = await api.createUser()
    const { caller, session } = await api.signIn(user, { delivery: 'cookie', remember: true })
    api.clock.advance(days(1))
    const { data, response } = await api.call(confirm, { password: user.password }, caller)
    expect(data).not.toHaveProperty('token')
    const [kept] = response.cookies
    expect(kept).toMatchObject({ name: '__Host-latchkey', maxAge: days(29) / 1000, httpOnly: true, secure: true })
    expect((await ask({ cookie: `${kept?.name}=${kept?.value}` })).data.session.id).toBe(session.id)
    expect((await ask(caller)).problem.code).toBe('invalid_token')
    expect(response.body).not.toContain('lk_')

    const fleeting = await api.signIn(user, { delivery: 'cookie' })
    const again = await api.call(confirm, { password: user.password }, fleeting.caller)
    expect(again.response.cookies[0]).not.toHaveProperty('maxAge')
  })

  it('refuses a wrong password, a disabled one and a missing one alike, at the cost of one hash each', async () => {
    const [wrong, disabled, none] = await Promise.all([api.createUser(), api.createUser(), api.createUser()])
    const attempts = [
      { user: wrong, password: 'not this one' },
      ...[disabled, none].map(user => ({ ...{ user }, password: user.password })),
    ]
    const callers = await Promise.all(attempts.map(({ user }) => api.signIn(user)))
    await api.db.password.update({ where: { userId: disabled.id }, data: { disabledAt: api.clock.now() } })
    await api.db.password.delete({ where: { userId: none.id } })
    for (const [at, { password }] of attempts.entries()) {
      api.hasher.calls.length = 0
      const { problem } = await api.call(confirm, { password }, callers[at]?.caller)
      expect(problem).toMatchObject({
        code: 'invalid_credentials',
        status: 401,
        fields: { password: 'Wrong password.' },
      })
      expect(api.hasher.calls).toEqual(['verify'])
      expect((await sessionRow(callers[at]?.session.id ?? '')).confirmedAt).toBeNull()
    }
  })

  it.each([
    ['disabled', 'disabledAt'],
    ['deleted', 'deletedAt'],
  ])('refuses a user who was %s while the password was being verified', async (_, column) => {
    const user = await api.createUser()
    const { caller, session } = await api.signIn(user)
    whileVerifying(() => api.db.user.update({ where: { id: user.id }, data: { [column]: api.clock.now() } }))
    expect((await api.call(confirm, { password: user.password }, caller)).problem.code).toBe('invalid_credentials')
    expect((await sessionRow(session.id)).confirmedAt).toBeNull()
  })

  it('confirms nothing if the session ended while the password was being verified, and says why it ended', async () => {
    const user = await api.createUser()
    const { caller, session } = await api.signIn(user)
    whileVerifying(() =>
      api.db.session.update({ where: { id: session.id }, data: { revokedAt: api.clock.now(), endReason: 'not_me' } }),
    )
    const { problem } = await api.call(confirm, { password: user.password }, caller)
    expect(problem).toMatchObject({ code: 'session_ended', reason: 'not_me' })
    expect((await sessionRow(session.id)).confirmedAt).toBeNull()
  })

  it('does not confirm with a token that was already exchanged', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user)
    await api.call(confirm, { password: user.password }, caller)
    expect((await api.call(confirm, { password: user.password }, caller)).problem.code).toBe('invalid_token')
  })

  it('exchanges the token once for 16 requests at once: one answer has the only token that works', async () => {
    const user = await api.createUser()
    const { caller, session } = await api.signIn(user)
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => api.call(confirm, { password: user.password }, caller)),
    )
    const [winner, ...others] = answers.filter(({ status }) => status === 200)
    expect(others).toEqual([])
    for (const { status, problem } of answers.filter(answer => answer !== winner))
      expect([status, problem.code]).toEqual([401, 'invalid_token'])
    expect((await ask({ token: winner?.data.token ?? '' })).data.session.id).toBe(session.id)
    expect((await ask(caller)).problem.code).toBe('invalid_token')
  })
})
