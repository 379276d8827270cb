import { changePassword } from '@latchkey/contracts/auth/account'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { endTrust, listSessions, revokeOtherSessions, revokeSession } from '@latchkey/contracts/auth/devices'
import { forgotPassword, notMe, resetPassword } from '@latchkey/contracts/auth/recovery'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { pages } from '@latchkey/contracts/pages'
import { describe, expect, it } from 'vitest'
import { type Caller, cookiesOf } from '../../../testing/call-endpoint.ts'
import { mailTo, secretIn } from '../../../testing/mails.ts'
import { days, seconds } from '../../../testing/movable-clock.ts'
import { testApi } from '../../../testing/test.ts'
import { addApp, beginSignIn, codeOf, createUserWithApp, finishSignIn } from '../../../testing/totp.ts'

const api = await testApi()

/** A person with an app, signed in in a browser that they trust. */
async function trusting() {
  const person = await createUserWithApp(api)
  const begun = await beginSignIn(api, person.user, { delivery: 'cookie' })
  const { caller, session } = await finishSignIn(api, person.secret, begun, { trustBrowser: true })
  await api.deliver()
  return { ...person, caller, session }
}
type Person = Awaited<ReturnType<typeof trusting>>

const statusIn = async (caller: Caller, user: { email: string; password: string }) =>
  (await api.call(signIn, { ...user, delivery: 'cookie' }, { ...caller, sameOrigin: true })).status

/** The caller after a confirmation by the app. */
async function confirmed({ caller, secret }: Person): Promise<Caller> {
  const { response } = await api.call(confirm, { method: 'totp', code: codeOf(api, secret) }, caller)
  api.clock.advance(seconds(30))
  return { cookie: cookiesOf(response), sameOrigin: true }
}

/** The cookies that another person would find in the browser, or a thief would copy. */
const withCookiesOf = (kept: Caller, next: Caller): Caller => ({ ...kept, cookie: `${kept.cookie}; ${next.cookie}` })

describe('a browser that a person trusts', () => {
  it('asks for no second factor for 30 days, and the session says that there was none', async () => {
    const { user, caller } = await trusting()
    const again = await api.signIn(user, { delivery: 'cookie' }, caller)
    const { methods } = await api.db.session.findUniqueOrThrow({ where: { id: again.session.id } })
    expect(methods).toEqual(['pwd'])
    api.clock.advance(days(30))
    expect(await statusIn(again.caller, user)).toBe(202)
  })

  it('is one that the person named when they proved the factor, and no other', async () => {
    const { user, secret } = await createUserWithApp(api)
    const begun = await beginSignIn(api, user, { delivery: 'cookie' })
    const { caller } = await finishSignIn(api, secret, begun)
    expect(await statusIn(caller, user)).toBe(202)
    expect(await statusIn({}, user)).toBe(202)
  })

  it('is trusted for that person only', async () => {
    const { caller } = await trusting()
    const other = await createUserWithApp(api)
    expect(await statusIn(caller, other.user)).toBe(202)
  })

  it('is never an API client', async () => {
    const { user, secret } = await createUserWithApp(api)
    await finishSignIn(api, secret, await beginSignIn(api, user), { trustBrowser: true })
    expect((await api.call(signIn, user)).status).toBe(202)
    expect(await api.db.device.count({ where: { userId: user.id, trustedUntil: { not: null } } })).toBe(0)
  })

  it('is marked in the list of devices, and asked again once the person ends that', async () => {
    const { user, caller, session } = await trusting()
    const listed = async () => (await api.call(listSessions, {}, caller)).data.find(({ id }) => id === session.id)
    expect(await listed()).toMatchObject({ trustedUntil: expect.stringMatching(/Z$/) })
    const stranger = await api.signIn(await api.createUser())
    expect((await api.call(endTrust, { id: session.id }, stranger.caller)).problem.code).toBe('not_found')
    expect((await api.call(endTrust, { id: session.id }, caller)).status).toBe(204)
    expect(await listed()).toMatchObject({ trustedUntil: null })
    expect(await statusIn(caller, user)).toBe(202)
    expect((await api.call(endTrust, { id: session.id }, caller)).status).toBe(204)
    const kinds = await api.db.auditEvent.findMany({ where: { userId: user.id }, select: { kind: true } })
    expect(kinds.filter(({ kind }) => kind.startsWith('device_trust'))).toHaveLength(2)
  })
})

describe('the trust in a browser', () => {
  it('ends with a reset', async () => {
    const { user, caller } = await trusting()
    await api.call(forgotPassword, { email: user.email })
    const token = secretIn(mailTo(await api.deliver(), user.email), pages.reset)
    const password = 'quite another battery'
    const { response } = await api.call(resetPassword, { token, password }, caller)
    const after = withCookiesOf(caller, { cookie: cookiesOf(response) })
    for (const browser of [caller, after]) expect(await statusIn(browser, { ...user, password })).toBe(202)
  })

  it('ends with "this wasn’t me"', async () => {
    const person = await createUserWithApp(api)
    // The mail about the app has no button any more, so the app stays.
    api.clock.advance(days(15))
    await api.deliver()
    const begun = await beginSignIn(api, person.user, { delivery: 'cookie' })
    const { caller } = await finishSignIn(api, person.secret, begun, { trustBrowser: true })
    const mail = mailTo(await api.deliver(), person.user.email)
    expect((await api.call(notMe, { token: secretIn(mail, pages.notMe) })).status).toBe(204)
    const reset = mailTo(await api.deliver(), person.user.email, /choose a new password/)
    const password = 'quite another battery'
    await api.call(resetPassword, { token: secretIn(reset, pages.reset), password }, caller)
    expect(await statusIn(caller, { ...person.user, password })).toBe(202)
  })

  it('ends with a changed password, in that browser too', async () => {
    const person = await trusting()
    const newPassword = 'quite another battery'
    const { response } = await api.call(
      changePassword,
      { currentPassword: person.user.password, newPassword },
      await confirmed(person),
    )
    expect(response.statusCode).toBe(200)
    const caller = { cookie: cookiesOf(response) }
    expect(await statusIn(caller, { ...person.user, password: newPassword })).toBe(202)
  })

  it('ends with another factor', async () => {
    const person = await trusting()
    const { caller } = await addApp(api, await confirmed(person), 'Tablet')
    expect(await statusIn(caller, person.user)).toBe(202)
  })

  it('ends with the other sessions, in their browsers', async () => {
    const { user, secret, caller } = await trusting()
    const here = await finishSignIn(api, secret, await beginSignIn(api, user, { delivery: 'cookie' }))
    expect((await api.call(revokeOtherSessions, {}, here.caller)).status).toBe(200)
    expect(await statusIn(caller, user)).toBe(202)
  })

  it('ends with its own session, if another browser ends that', async () => {
    const { user, secret, caller, session } = await trusting()
    const here = await finishSignIn(api, secret, await beginSignIn(api, user, { delivery: 'cookie' }))
    expect((await api.call(revokeSession, { id: session.id }, here.caller)).status).toBe(200)
    expect(await statusIn(caller, user)).toBe(202)
  })
})
