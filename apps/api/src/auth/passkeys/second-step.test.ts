import { confirm, confirmOptions } from '@latchkey/contracts/auth/confirmation'
import { factors, removeFactor, renameFactor } from '@latchkey/contracts/auth/factors'
import { signInWithPasskey } from '@latchkey/contracts/auth/passkeys'
import { factorOptions, proveFactor } from '@latchkey/contracts/auth/second-step'
import { describe, expect, it } from 'vitest'
import { minutes } from '../../../testing/movable-clock.ts'
import {
  askForPasskey,
  assert,
  createUserWithPasskey,
  makeAuthenticator,
  makeTouchKey,
  signInBy,
} from '../../../testing/passkeys.ts'
import { testApi } from '../../../testing/test.ts'
import { beginSignIn } from '../../../testing/totp.ts'

const api = await testApi()

describe('a passkey as second factor', () => {
  it('finishes a sign-in by password, with options that can be asked for again', async () => {
    const { user, authenticator } = await createUserWithPasskey(api)
    const { challenge, methods, caller } = await beginSignIn(api, user, { delivery: 'cookie' })
    expect(methods).toEqual(['passkey', 'recovery_code'])
    const first = (await api.call(factorOptions, { challenge }, caller)).data.options
    const { options } = (await api.call(factorOptions, { challenge }, caller)).data
    expect(options).toEqual(first)
    expect(options.allowCredentials).toHaveLength(1)
    expect((await api.call(factorOptions, { challenge })).problem.code).toBe('invalid_challenge')
    const proof = { challenge, method: 'passkey', credential: assert(authenticator, options) } as const
    const { data } = await api.call(proveFactor, proof, caller)
    const row = await api.db.session.findUniqueOrThrow({ where: { id: data.session.id } })
    expect(row.methods).toEqual(['pwd', 'swk', 'user', 'mfa'])
  })

  it('may be a key that only notices a touch', async () => {
    const key = makeTouchKey()
    const { user } = await createUserWithPasskey(api, key)
    const { challenge } = await beginSignIn(api, user)
    const { options } = (await api.call(factorOptions, { challenge })).data
    expect(options.userVerification).toBe('preferred')
    const { data } = await api.call(proveFactor, { challenge, method: 'passkey', credential: assert(key, options) })
    const row = await api.db.session.findUniqueOrThrow({ where: { id: data.session.id } })
    expect(row.methods).toEqual(['pwd', 'swk', 'mfa'])
  })

  it('must be one of the person, and answer to this sign-in', async () => {
    const [owner, other] = [await createUserWithPasskey(api), await createUserWithPasskey(api)]
    const mine = await beginSignIn(api, owner.user)
    const prove = (challenge: string, credential: ReturnType<typeof assert>) =>
      api.call(proveFactor, { challenge, method: 'passkey', credential })
    const { options } = (await api.call(factorOptions, { challenge: mine.challenge })).data
    const stolen = assert(other.authenticator, { ...options, allowCredentials: [] })
    expect((await prove(mine.challenge, stolen)).problem.code).toBe('invalid_factor')
    const credential = assert(owner.authenticator, options)
    const again = await beginSignIn(api, owner.user)
    expect((await prove(again.challenge, credential)).problem.code).toBe('invalid_factor')
    const alone = await askForPasskey(api)
    const elsewhere = await api.call(signInWithPasskey, { challenge: alone.challenge, credential })
    expect(elsewhere.problem.code).toBe('invalid_factor')
    expect((await prove(mine.challenge, credential)).status).toBe(200)
    expect((await prove(mine.challenge, credential)).problem.code).toBe('invalid_challenge')
  })

  it('finishes one of 64 parallel sign-ins with one answer', async () => {
    const { user, authenticator } = await createUserWithPasskey(api)
    const { challenge } = await beginSignIn(api, user)
    const { options } = (await api.call(factorOptions, { challenge })).data
    const credential = assert(authenticator, options)
    const answers = await Promise.all(
      Array.from({ length: 64 }, () => api.call(proveFactor, { challenge, method: 'passkey', credential })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })
})

describe('confirming with a passkey', () => {
  async function confirmBy(authenticator: ReturnType<typeof makeAuthenticator>, token: string) {
    const { passkey } = (await api.call(confirmOptions, {}, { token })).data
    if (!passkey) throw new Error('There are no options.')
    const credential = assert(authenticator, passkey.options)
    return { credential, challenge: passkey.challenge }
  }

  it('works for a session that a passkey began', async () => {
    const { authenticator } = await createUserWithPasskey(api)
    const token = (await signInBy(api, authenticator)).data.token ?? ''
    expect((await api.call(confirmOptions, {}, { token })).data.methods).toEqual(['passkey', 'recovery_code'])
    const proof = { method: 'passkey', ...(await confirmBy(authenticator, token)) } as const
    expect((await api.call(confirm, proof, { token })).status).toBe(200)
  })

  it('needs the options of this session, once', async () => {
    const { authenticator, caller } = await createUserWithPasskey(api)
    const token = (await signInBy(api, authenticator)).data.token ?? ''
    const proof = { method: 'passkey', ...(await confirmBy(authenticator, token)) } as const
    expect((await api.call(confirm, proof, caller)).problem.code).toBe('invalid_challenge')
    const { token: next = '' } = (await api.call(confirm, proof, { token })).data
    expect((await api.call(confirm, proof, { token: next })).problem.code).toBe('invalid_challenge')
    const { challenge: _, ...without } = proof
    expect((await api.call(confirm, without, { token: next })).problem.code).toBe('invalid_challenge')
  })

  it('is as strong as the session: a touch is not enough where a passkey alone began it', async () => {
    let checks = true
    const ask = () => ({ options: { uv: checks, up: true } })
    const key = makeAuthenticator({ userMakeCredentialInteraction: ask, userGetAssertionInteraction: ask })
    const { caller } = await createUserWithPasskey(api, key)
    const token = (await signInBy(api, key)).data.token ?? ''
    checks = false
    const weak = { method: 'passkey', ...(await confirmBy(key, token)) } as const
    expect((await api.call(confirm, weak, { token })).problem.code).toBe('invalid_factor')
    const beside = { method: 'passkey', ...(await confirmBy(key, caller.token ?? '')) } as const
    expect((await api.call(confirm, beside, caller)).status).toBe(200)
  })
})

describe('the passkeys of a person', () => {
  it('are listed, renamed and removed; the recovery codes go with the last', async () => {
    const { passkey, caller, authenticator } = await createUserWithPasskey(api)
    await api.call(renameFactor, { id: passkey.id, name: 'Laptop' }, caller)
    expect((await api.call(factors, {}, caller)).data.passkeys[0]?.name).toBe('Laptop')
    expect((await api.call(removeFactor, { id: passkey.id }, caller)).status).toBe(204)
    expect((await api.call(factors, {}, caller)).data).toMatchObject({ passkeys: [], recoveryCodes: null })
    expect((await signInBy(api, authenticator)).problem.code).toBe('invalid_factor')
  })

  it('are removed only after a confirmation', async () => {
    const { passkey, caller } = await createUserWithPasskey(api)
    api.clock.advance(minutes(10))
    expect((await api.call(removeFactor, { id: passkey.id }, caller)).problem.code).toBe('confirmation_required')
  })
})
