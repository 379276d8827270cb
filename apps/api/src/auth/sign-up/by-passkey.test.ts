import { factors } from '@latchkey/contracts/auth/factors'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { signUp, verify } from '@latchkey/contracts/auth/sign-up'
import { firstPasskeyOptions, signUpWithPasskey } from '@latchkey/contracts/auth/sign-up-by-passkey'
import type { CreationOptions } from '@latchkey/contracts/auth/webauthn'
import { describe, expect, it } from 'vitest'
import { type Caller, cookiesOf } from '../../../testing/call-endpoint.ts'
import { flags, type Lies, makeKey } from '../../../testing/forged-passkey.ts'
import { codeIn, mailTo, secretIn } from '../../../testing/mails.ts'
import { minutes } from '../../../testing/movable-clock.ts'
import {
  createUserWithPasskey,
  makeAuthenticator,
  makeTouchKey,
  register,
  signInBy,
} from '../../../testing/passkeys.ts'
import { testApi } from '../../../testing/test.ts'
import { userHandleOf } from '../passkeys/options.ts'

const api = await testApi()
const password = 'a password of my own'
const newAddress = () => `${crypto.randomUUID()}@example.com`
const userOf = (email: string) => api.db.user.findUnique({ where: { email } })

/** Signs up without a password, in a browser. */
async function signUpInBrowser(email = newAddress(), more: { name?: string; password?: string } = {}) {
  const { response } = await api.call(signUp, { email, ...more }, { sameOrigin: true })
  const browser: Caller = { cookie: cookiesOf(response), sameOrigin: true }
  const mail = mailTo(await api.deliver(), email)
  return { email, browser, code: codeIn(mail), token: secretIn(mail) }
}

/** Asks for the options as a page does. The caller then holds the cookie of them, too. */
async function ask(proof: { code?: string; token?: string }, browser: Caller = { sameOrigin: true }) {
  const { data, response } = await api.call(firstPasskeyOptions, proof, browser)
  const cookie = [browser.cookie, cookiesOf(response)].filter(Boolean).join('; ')
  return { ...data, caller: { cookie, sameOrigin: true } }
}

/** A sign-up whose address is proven in its own browser. */
async function proven(more: { name?: string; password?: string } = {}) {
  const begun = await signUpInBrowser(newAddress(), more)
  return { ...begun, ...(await ask({ code: begun.code }, begun.browser)) }
}

const finish = (
  { challenge, options, caller }: { challenge: string; options: CreationOptions; caller: Caller },
  authenticator = makeAuthenticator(),
) => api.call(signUpWithPasskey, { challenge, credential: register(authenticator, options) }, caller)

describe('a sign-up without a password', () => {
  it('hashes nothing, and needs a password or a passkey once the address is proven', async () => {
    const hashed = api.hasher.calls.length
    const { email, browser, code, token } = await signUpInBrowser(newAddress(), { name: 'Ada' })
    expect(api.hasher.calls).toHaveLength(hashed)
    for (const proof of [{ code }, { token }])
      expect((await api.call(verify, proof, browser)).problem.code).toBe('password_required')
    expect(await userOf(email)).toBeNull()
    const { data } = await api.call(verify, { code, password }, browser)
    expect(data.user).toMatchObject({ email, name: 'Ada' })
    expect(data.session).toBeDefined()
    expect((await api.call(signIn, { email, password })).status).toBe(200)
  })
})

describe('POST /api/users/passkey', () => {
  it('creates the account with a passkey, signs in the browser that asked, and returns recovery codes', async () => {
    const begun = await proven({ name: 'Ada' })
    expect(begun.options.user).toMatchObject({ name: begun.email, displayName: 'Ada' })
    expect(begun.options.authenticatorSelection).toEqual({
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    })
    const authenticator = makeAuthenticator()
    const { data, response } = await finish(begun, authenticator)
    expect(data.user).toMatchObject({ email: begun.email, name: 'Ada' })
    expect(data.recoveryCodes).toHaveLength(10)
    expect(begun.options.user.id).toBe(userHandleOf(data.user.id))
    expect(response.headers['set-cookie']).toEqual([
      expect.stringMatching(/^__Host-latchkey=lk_/),
      expect.stringMatching(/^__Host-latchkey-device=lk_/),
      expect.stringMatching(/^__Host-latchkey-sign-up=; Max-Age=0;/),
    ])
    const caller = { cookie: cookiesOf(response), sameOrigin: true }
    expect((await api.call(currentSession, {}, caller)).data).toMatchObject({ mustAddFactor: false })
    const has = (await api.call(factors, {}, caller)).data
    expect(has).toMatchObject({ totp: [], recoveryCodes: { left: 10 }, password: null })
    expect(has.passkeys).toHaveLength(1)
    const { methods } = await api.db.session.findUniqueOrThrow({ where: { id: data.session?.id ?? '' } })
    expect(methods).toEqual(expect.arrayContaining(['user', 'mfa']))
    // A password that was typed elsewhere is none.
    expect((await api.call(signIn, { email: begun.email, password })).problem.code).toBe('invalid_credentials')
    // The mail of the sign-up itself told the person.
    expect(await api.deliver()).toEqual([])
    expect((await signInBy(api, authenticator)).data.user.email).toBe(begun.email)
    await api.deliver()
  })

  it('takes the place of a password that was typed at first', async () => {
    const begun = await proven({ password })
    expect((await finish(begun)).status).toBe(200)
    expect((await api.call(signIn, { email: begun.email, password })).problem.code).toBe('invalid_credentials')
    await api.deliver()
  })

  it('works with the link in another browser, drops the name of the attempt, and does not sign in', async () => {
    const { email, token } = await signUpInBrowser(newAddress(), { name: 'Mallory' })
    const begun = await ask({ token })
    expect(begun.options.user).toMatchObject({ name: email, displayName: email })
    const authenticator = makeAuthenticator()
    const { data, response } = await finish(begun, authenticator)
    expect(data).toMatchObject({ user: { email, name: null } })
    expect(data.recoveryCodes).toHaveLength(10)
    expect(data).not.toHaveProperty('session')
    expect(response.headers).not.toHaveProperty('set-cookie')
    expect((await signInBy(api, authenticator)).data.user.email).toBe(email)
    await api.deliver()
  })

  it('leaves the code and the link valid until it is done, and ends both', async () => {
    const begun = await proven()
    const again = await ask({ code: begun.code }, begun.caller)
    expect((await finish(again)).status).toBe(200)
    for (const proof of [{ code: begun.code }, { token: begun.token }])
      expect((await api.call(verify, { ...proof, password }, begun.caller)).status).toBe(400)
    expect((await finish(begun)).problem.code).toBe('invalid_challenge')
    await api.deliver()
  })
})

describe('a passkey is refused for an address that was not proven', () => {
  it('with a wrong code, without a code, or with the code of another browser', async () => {
    const { code, browser } = await signUpInBrowser()
    const stranger = (await signUpInBrowser()).browser
    for (const caller of [{}, { sameOrigin: true }, stranger])
      expect((await api.call(firstPasskeyOptions, { code }, caller)).problem.code).toBe('invalid_code')
    const wrong = code === '000000' ? '000001' : '000000'
    expect((await api.call(firstPasskeyOptions, { code: wrong }, browser)).problem.code).toBe('invalid_code')
    const forged = { token: `lk_${'A'.repeat(86)}` }
    expect((await api.call(firstPasskeyOptions, forged, browser)).problem.code).toBe('invalid_link')
    expect((await api.call(firstPasskeyOptions, {}, browser)).problem.fields).toHaveProperty('code')
  })

  it('by guessing: the attempts are those of the code itself', async () => {
    const { code, browser } = await signUpInBrowser()
    const wrong = code === '000000' ? '000001' : '000000'
    for (let tries = 0; tries < 5; tries++) await api.call(firstPasskeyOptions, { code: wrong }, browser)
    expect((await api.call(firstPasskeyOptions, { code }, browser)).problem.code).toBe('invalid_code')
    expect((await api.call(verify, { code, password }, browser)).problem.code).toBe('invalid_code')
  })

  it('with the challenge of somebody else, in another browser', async () => {
    const begun = await proven()
    const stranger = await proven()
    for (const caller of [{}, { sameOrigin: true }, stranger.caller])
      expect((await finish({ ...begun, caller })).problem.code).toBe('invalid_challenge')
    // Nor does a passkey for the stranger's own challenge answer this one.
    expect((await finish({ ...begun, options: stranger.options })).problem.code).toBe('invalid_factor')
    expect((await finish(begun)).status).toBe(200)
    await api.deliver()
  })

  it('after another sign-up took the address in the meantime', async () => {
    const email = newAddress()
    const [first, second] = [await signUpInBrowser(email), await signUpInBrowser(email)]
    const begun = { ...first, ...(await ask({ code: first.code }, first.browser)) }
    expect((await api.call(verify, { code: second.code, password }, second.browser)).status).toBe(200)
    expect((await finish(begun)).problem.code).toBe('invalid_challenge')
    expect(await api.db.passkey.count({ where: { user: { email } } })).toBe(0)
    await api.deliver()
  })

  it('after an account got the address otherwise', async () => {
    const begun = await proven()
    await api.createUser(begun.email)
    expect((await finish(begun)).problem.code).toBe('invalid_challenge')
    expect(await api.db.passkey.count({ where: { user: { email: begun.email } } })).toBe(0)
  })

  it('after ten minutes', async () => {
    const begun = await proven()
    api.clock.advance(minutes(10))
    expect((await finish(begun)).problem.code).toBe('invalid_challenge')
    expect(await userOf(begun.email)).toBeNull()
  })
})

describe('a passkey that signs up', () => {
  it('has to check the person', async () => {
    const begun = await proven()
    const credential = register(makeTouchKey(), {
      ...begun.options,
      authenticatorSelection: { residentKey: 'preferred', requireResidentKey: false, userVerification: 'preferred' },
    })
    const { challenge, caller } = begun
    const answer = await api.call(signUpWithPasskey, { challenge, credential }, caller)
    expect(answer.problem.code).toBe('invalid_factor')
    expect(await userOf(begun.email)).toBeNull()
    expect((await finish(begun)).status).toBe(200)
    await api.deliver()
  })

  it.each<[string, Lies]>([
    ['of another origin', { origin: 'https://localhost.example.com' }],
    ['for another domain', { rpId: 'example.com' }],
    ['that is an assertion', { type: 'webauthn.get' }],
    ['of another challenge', { challenge: 'AMMPt4UxxGTStncdq417YDwBFi8vpIa-pw8oOuVW4TA' }],
    ['without user verification', { flags: flags.present | flags.attested }],
    ['in a frame of another site', { crossOrigin: true }],
  ])('%s is refused', async (_, lies) => {
    const { challenge, options, caller, email } = await proven()
    const key = makeKey()
    const credential = key.register(options, lies)
    expect((await api.call(signUpWithPasskey, { challenge, credential }, caller)).problem.code).toBe('invalid_factor')
    expect(await userOf(email)).toBeNull()
  })

  it('may not be one that an account has', async () => {
    const id = makeKey().id
    const owner = makeKey({ id: Buffer.from(id, 'base64url') })
    const first = await proven()
    const of = (begun: typeof first, key: ReturnType<typeof makeKey>) => ({
      challenge: begun.challenge,
      credential: key.register(begun.options),
    })
    expect((await api.call(signUpWithPasskey, of(first, owner), first.caller)).status).toBe(200)
    const second = await proven()
    const copy = makeKey({ id: Buffer.from(id, 'base64url') })
    expect((await api.call(signUpWithPasskey, of(second, copy), second.caller)).problem.code).toBe('invalid_factor')
    expect(await userOf(second.email)).toBeNull()
    await api.deliver()
  })

  it('is spent once, by 64 parallel requests too', async () => {
    const begun = await proven()
    const credential = register(makeAuthenticator(), begun.options)
    const { challenge, caller } = begun
    const answers = await Promise.all(
      Array.from({ length: 64 }, () => api.call(signUpWithPasskey, { challenge, credential }, caller)),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const { status, problem } of answers.filter(({ status }) => status !== 200))
      expect([status, problem.code]).toEqual(
        problem.code === 'invalid_factor' ? [401, 'invalid_factor'] : [400, 'invalid_challenge'],
      )
    expect(await api.db.passkey.count({ where: { user: { email: begun.email } } })).toBe(1)
    await api.deliver()
  })

  it('is not kept out by requests that answer to nothing, and others in the network are not', async () => {
    const begun = await proven()
    const { challenge, options, caller } = begun
    const credential = register(makeAuthenticator(), options)
    const forged = { challenge: `lk_${'a'.repeat(86)}`, credential }
    for (let sent = 0; sent < 120; sent++)
      expect((await api.call(signUpWithPasskey, forged, caller)).problem.code).toBe('invalid_challenge')
    expect((await api.call(signUpWithPasskey, { challenge, credential }, caller)).status).toBe(200)
    await api.deliver()
  })

  it('is no other ceremony: the challenge of a passkey that is added does not sign up', async () => {
    const { credential } = await createUserWithPasskey(api)
    const begun = await proven()
    const { challenge, caller } = begun
    expect((await api.call(signUpWithPasskey, { challenge, credential }, caller)).problem.code).toBe('invalid_factor')
    await api.deliver()
  })
})
