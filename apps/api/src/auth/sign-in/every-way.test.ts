import { changePassword } from '@latchkey/contracts/auth/account'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { askForCode, signInWithCode } from '@latchkey/contracts/auth/email-codes'
import { activateTotp } from '@latchkey/contracts/auth/factors'
import { linkAtSignIn } from '@latchkey/contracts/auth/identities'
import { addPasskey, newPasskeyOptions, setPassword, signInWithPasskey } from '@latchkey/contracts/auth/passkeys'
import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { signUp, verify } from '@latchkey/contracts/auth/sign-up'
import { firstPasskeyOptions, signUpWithPasskey } from '@latchkey/contracts/auth/sign-up-by-passkey'
import { endpoints } from '@latchkey/contracts/endpoints'
import { describe, expect, it } from 'vitest'
import { cookiesOf, type TestAnswer } from '../../../testing/call-endpoint.ts'
import { signInConfirmed } from '../../../testing/confirmed.ts'
import { codeIn, mailTo } from '../../../testing/mails.ts'
import {
  askForPasskey,
  assert,
  createUserWithPasskey,
  makeAuthenticator,
  makeTouchKey,
  register,
} from '../../../testing/passkeys.ts'
import { addApp, beginSignIn, codeOf, createUserWithApp, finishSignIn } from '../../../testing/totp.ts'
import { addAccount, apiWithProviders, linkedUser, signInAt, takePending } from '../../../testing/with-provider.ts'

const { api, one } = await apiWithProviders()

/** The fields of a success by which a client comes to hold a session. */
const givesSession = (schema: unknown): boolean => {
  const { shape = {} } = (schema ?? {}) as { shape?: object }
  return 'token' in shape || 'session' in shape
}

/** Every endpoint that may answer a token or a session cookie. A request that only reads gives none, unless it leads on to a page. */
const waysIn = endpoints
  .filter(
    ({ method, responses }) => 303 in responses || (method !== 'GET' && Object.values(responses).some(givesSession)),
  )
  .map(({ method, path }) => `${method} ${path}`)

/** The answer starts or continues no session: neither by its body nor by a cookie. */
function expectNoSession({ response }: Pick<TestAnswer<(typeof endpoints)[number]>, 'response'>): void {
  expect(response.cookies.filter(({ name, value }) => name === '__Host-latchkey' && value !== '')).toEqual([])
  const data = response.body === '' ? {} : response.json().data
  for (const field of ['token', 'session']) expect(data ?? {}).not.toHaveProperty(field)
}

const sessionsOf = (userId: string) => api.db.session.count({ where: { userId, revokedAt: null } })

/** Drives each way in for a person with a second factor who proves only the first, in a browser and as an API client. */
const driven: Record<string, (delivery: 'cookie' | 'bearer') => Promise<void>> = {
  'POST /api/sessions/sign_in': async delivery => {
    const { user } = await createUserWithApp(api)
    const before = await sessionsOf(user.id)
    const answer = await api.call(signIn, { ...user, delivery }, { sameOrigin: true })
    expect(answer.accepted.methods).toEqual(['totp', 'recovery_code'])
    expectNoSession(answer)
    expect(await sessionsOf(user.id)).toBe(before)
  },

  'POST /api/sessions/factor': async delivery => {
    const { user, secret } = await createUserWithApp(api)
    const begun = await beginSignIn(api, user, { delivery })
    const other = await createUserWithApp(api)
    const proof = { ...begun, method: 'totp', code: codeOf(api, other.secret) } as const
    const wrong = await api.call(proveFactor, proof, begun.caller)
    expect(wrong.problem.code).toBe('invalid_factor')
    expectNoSession(wrong)
    const { session } = await finishSignIn(api, secret, begun)
    const row = await api.db.session.findUniqueOrThrow({ where: { id: session.id } })
    expect([row.methods, row.delivery]).toEqual([['pwd', 'otp', 'mfa'], delivery])
  },

  // The code is right: the address was free when the sign-up began.
  'POST /api/users/verify': async () => {
    const email = `${crypto.randomUUID()}@example.com`
    const asked = await api.call(signUp, { email, password: 'another horse battery' }, { sameOrigin: true })
    const code = codeIn(mailTo(await api.deliver(), email))
    const user = await api.createUser(email)
    await addApp(api, (await signInConfirmed(api, user)).caller)
    const before = await sessionsOf(user.id)
    const answer = await api.call(verify, { code }, { cookie: cookiesOf(asked.response), sameOrigin: true })
    expect(answer.problem.code).toBe('invalid_code')
    expectNoSession(answer)
    expect(await sessionsOf(user.id)).toBe(before)
  },

  // The address was free when the sign-up began.
  'POST /api/users/passkey': async () => {
    const email = `${crypto.randomUUID()}@example.com`
    const asked = await api.call(signUp, { email }, { sameOrigin: true })
    const code = codeIn(mailTo(await api.deliver(), email))
    const begun = await api.call(firstPasskeyOptions, { code }, { cookie: cookiesOf(asked.response), sameOrigin: true })
    const user = await api.createUser(email)
    await addApp(api, (await signInConfirmed(api, user)).caller)
    const before = await sessionsOf(user.id)
    const { challenge, options } = begun.data
    const browser = { cookie: `${cookiesOf(asked.response)}; ${cookiesOf(begun.response)}`, sameOrigin: true }
    const credential = register(makeAuthenticator(), options)
    const answer = await api.call(signUpWithPasskey, { challenge, credential }, browser)
    expect(answer.problem.code).toBe('invalid_challenge')
    expectNoSession(answer)
    expect(await sessionsOf(user.id)).toBe(before)
  },

  'POST /api/restricted/session/confirm': async delivery => {
    const { user, caller } = await trustedSession(delivery)
    const answer = await api.call(confirm, { password: user.password }, caller)
    expect(answer.problem.code).toBe('invalid_factor')
    expectNoSession(answer)
  },

  'PUT /api/restricted/password': async delivery => {
    const { user, caller } = await trustedSession(delivery)
    const change = { currentPassword: user.password, newPassword: 'another horse battery' }
    const answer = await api.call(changePassword, change, caller)
    expect(answer.problem.code).toBe('confirmation_required')
    expectNoSession(answer)
  },

  'POST /api/sessions/email_code/verify': async delivery => {
    const { user } = await createUserWithApp(api)
    await api.deliver()
    const asked = await api.call(askForCode, { email: user.email, delivery }, { sameOrigin: true })
    const code = codeIn((await api.deliver()).at(-1))
    const caller = delivery === 'cookie' ? { cookie: cookiesOf(asked.response), sameOrigin: true } : {}
    const before = await sessionsOf(user.id)
    const answer = await api.call(signInWithCode, { ...asked.accepted, code }, caller)
    expect(answer.accepted.methods).toEqual(['totp', 'recovery_code'])
    expectNoSession(answer)
    expect(await sessionsOf(user.id)).toBe(before)
  },

  // A key that only notices a touch does not say who touches it: it is one factor.
  'POST /api/sessions/passkey': async delivery => {
    const key = makeTouchKey()
    const { user, credential } = await createUserWithPasskey(api, key)
    const before = await sessionsOf(user.id)
    const { challenge, options, caller } = await askForPasskey(api, { sameOrigin: true })
    const known = [{ id: credential.id, type: 'public-key' as const }]
    const assertion = assert(key, { ...options, userVerification: 'preferred', allowCredentials: known })
    const answer = await api.call(signInWithPasskey, { challenge, credential: assertion, delivery }, caller)
    expect(answer.problem.code).toBe('invalid_factor')
    expectNoSession(answer)
    expect(await sessionsOf(user.id)).toBe(before)
  },

  // A provider that says nothing of two factors proves one.
  'GET /api/sessions/with/:provider/callback': async () => {
    const { user } = await createUserWithApp(api)
    const { subject } = await linkedUser(api, one, user)
    const before = await sessionsOf(user.id)
    const { browser, location, response } = await signInAt(api, one, subject)
    expectNoSession({ response })
    expect((await takePending(browser, location)).accepted.methods).toEqual(['totp', 'recovery_code'])
    expect(await sessionsOf(user.id)).toBe(before)
  },

  'POST /api/sessions/with/link': async () => {
    const { user } = await createUserWithApp(api)
    const { subject } = addAccount(one, { email: user.email })
    const before = await sessionsOf(user.id)
    const { browser, location } = await signInAt(api, one, subject)
    const { challenge } = (await takePending(browser, location)).data
    const answer = await browser.call(linkAtSignIn, { challenge, password: user.password })
    expect(answer.accepted.methods).toEqual(['totp', 'recovery_code'])
    expectNoSession(answer)
    expect(await sessionsOf(user.id)).toBe(before)
  },

  'POST /api/restricted/factors/passkeys': async delivery => {
    const { caller, sessionId } = await trustedSession(delivery)
    expect((await api.call(newPasskeyOptions, {}, caller)).problem.code).toBe('confirmation_required')
    const confirmed = (at: Date | null) =>
      api.db.session.update({ where: { id: sessionId }, data: { confirmedAt: at } })
    // Options from when the session was confirmed, and a right answer to them.
    await confirmed(api.clock.now())
    const { challenge, options } = (await api.call(newPasskeyOptions, {}, caller)).data
    await confirmed(null)
    const credential = register(makeAuthenticator(), options)
    const answer = await api.call(addPasskey, { challenge, credential }, caller)
    expect(answer.problem.code).toBe('confirmation_required')
    expectNoSession(answer)
  },

  'POST /api/restricted/password': async delivery => {
    const { caller } = await trustedSession(delivery)
    const answer = await api.call(setPassword, { newPassword: 'another horse battery' }, caller)
    expect(answer.problem.code).toBe('confirmation_required')
    expectNoSession(answer)
  },

  'POST /api/restricted/factors/totp/:id/activate': async delivery => {
    const { caller, id, secret } = await trustedSession(delivery)
    const answer = await api.call(activateTotp, { id, code: codeOf(api, secret) }, caller)
    expect(answer.problem.code).toBe('confirmation_required')
    expectNoSession(answer)
  },
}

/** A session that a password alone started: in a trusted browser, or, for an API client, one whose confirmation is over. */
async function trustedSession(delivery: 'cookie' | 'bearer') {
  const person = await createUserWithApp(api)
  const first = await finishSignIn(api, person.secret, await beginSignIn(api, person.user, { delivery }), {
    trustBrowser: true,
  })
  const { caller } = delivery === 'cookie' ? await api.signIn(person.user, { delivery }, first.caller) : first
  const { data, status } = await api.call(currentSession, {}, caller)
  expect(status).toBe(200)
  return { ...person, caller, sessionId: data.session.id }
}

describe('a person with a second factor who proves only the first', () => {
  it('is tried at every endpoint that answers a token or a session cookie', () => {
    expect(Object.keys(driven).sort()).toEqual([...waysIn].sort())
  })

  describe.each(['cookie', 'bearer'] as const)('by %s', delivery => {
    it.each(Object.entries(driven))('gets no session by %s', (_, drive) => drive(delivery))
  })
})
