import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { removeFactor, renameFactor } from '@latchkey/contracts/auth/factors'
import { addPasskey, newPasskeyOptions, signInWithPasskey } from '@latchkey/contracts/auth/passkeys'
import { describe, expect, it } from 'vitest'
import type { Caller } from '../../../testing/call-endpoint.ts'
import { signInConfirmed } from '../../../testing/confirmed.ts'
import { flags, type Lies, makeKey } from '../../../testing/forged-passkey.ts'
import { mailTo } from '../../../testing/mails.ts'
import { minutes } from '../../../testing/movable-clock.ts'
import { askForPasskey, enrol } from '../../../testing/passkeys.ts'
import { testApi } from '../../../testing/test.ts'
import { endedMeanwhile } from '../../../testing/waiting.ts'
import { systemContext } from '../../platform/context.ts'
import { changeAccount } from '../account/change-account.ts'
import { endAccess } from '../sessions/end-access.ts'
import { userHandleOf } from './options.ts'

const api = await testApi()

/** A person in a confirmed session. */
async function confirmedPerson() {
  const user = await api.createUser()
  return { user, caller: (await signInConfirmed(api, user)).caller }
}

/** Registers a key, which may lie. */
async function register(caller: Caller, key = makeKey(), lies: Lies = {}) {
  const { challenge, options } = (await api.call(newPasskeyOptions, {}, caller)).data
  const answer = await api.call(addPasskey, { challenge, credential: key.register(options, lies) }, caller)
  return { key, answer }
}

/** A person with a key that stays in its device. */
async function personWithKey(key = makeKey()) {
  const { user, caller } = await confirmedPerson()
  const { answer } = await register(caller, key)
  return { user, key, passkey: answer.data.passkey, caller: { token: answer.data.token ?? '' } as Caller }
}

async function signIn({ user, key }: Awaited<ReturnType<typeof personWithKey>>, lies: Lies = {}) {
  const { challenge, options } = await askForPasskey(api)
  return api.call(signInWithPasskey, { challenge, credential: key.assert(options, userHandleOf(user.id), lies) })
}

const up = flags.present
const verified = flags.present | flags.verified

describe('a sign-in by passkey is refused', () => {
  it.each<[string, Lies]>([
    ['of another origin', { origin: 'https://localhost.example.com' }],
    ['of another port', { origin: 'http://localhost:4001' }],
    ['for another domain', { rpId: 'example.com' }],
    ['that is a registration', { type: 'webauthn.create' }],
    ['of a payment', { type: 'payment.get' }],
    ['of another challenge', { challenge: 'AMMPt4UxxGTStncdq417YDwBFi8vpIa-pw8oOuVW4TA' }],
    ['without a challenge', { challenge: '' }],
    ['without presence', { flags: flags.verified }],
    ['without user verification', { flags: up }],
    ['that has become syncable', { flags: verified | flags.eligible }],
    ['with a backup that it cannot have', { flags: verified | flags.backedUp }],
    ['with a wrong signature', { signature: Buffer.alloc(70, 1) }],
    ['without a signature', { signature: Buffer.alloc(0) }],
    ['without a user handle', { userHandle: null }],
    ['with an empty user handle', { userHandle: '' }],
    ['in a frame of another site', { crossOrigin: true }],
    ['in a frame of a named site', { crossOrigin: true, topOrigin: 'https://example.com' }],
    ['in something like a frame', { crossOrigin: 'false' }],
    ['with extensions that are missing', { flags: verified | 0x80 }],
    ['with attested data that is missing', { flags: verified | flags.attested }],
    ['of an unknown credential', { id: 'AAAA' }],
  ])('%s', async (_, lies) => {
    const person = await personWithKey()
    const answer = await signIn(person, lies)
    expect([answer.status, answer.problem.code]).toEqual([401, 'invalid_factor'])
    expect(answer.problem.detail).toBeUndefined()
    // A password manager may forget it only if this is certain.
    expect(answer.problem.reason).toBe(lies.id === undefined ? undefined : 'unknown_passkey')
    expect((await signIn(person)).status).toBe(200)
  })

  it('with the handle of another person', async () => {
    const [owner, other] = [await personWithKey(), await personWithKey()]
    expect((await signIn(owner, { userHandle: userHandleOf(other.user.id) })).problem.code).toBe('invalid_factor')
  })

  it('with the credential of another person under its own key', async () => {
    const [owner, thief] = [await personWithKey(), await personWithKey()]
    const answer = await signIn(thief, { id: owner.key.id, userHandle: userHandleOf(owner.user.id) })
    expect(answer.problem.code).toBe('invalid_factor')
  })

  it('after the passkey was removed', async () => {
    const person = await personWithKey()
    await api.call(removeFactor, { id: person.passkey.id }, person.caller)
    expect((await signIn(person)).problem.code).toBe('invalid_factor')
  })

  it('with a body that is no passkey, or far too long', async () => {
    const { key, user } = await personWithKey()
    const with_ = async (response: object) => {
      const { challenge, options } = await askForPasskey(api)
      const credential = key.assert(options, userHandleOf(user.id))
      const wrong = { ...credential, response: { ...credential.response, ...response } }
      return api.call(signInWithPasskey, { challenge, credential: wrong })
    }
    expect((await with_({ authenticatorData: 'A'.repeat(9000) })).problem.code).toBe('invalid_request')
    expect((await with_({ signature: '+/==' })).problem.code).toBe('invalid_request')
    for (const clientDataJSON of [
      '',
      'AAAA',
      Buffer.from('null').toString('base64url'),
      Buffer.from('[]').toString('base64url'),
    ])
      expect((await with_({ clientDataJSON })).problem.code).toBe('invalid_factor')
    for (const authenticatorData of ['', 'AAAA', 'A'.repeat(8192)])
      expect((await with_({ authenticatorData })).problem.code).toBe('invalid_factor')
  })
})

describe('a counter that goes back', () => {
  const kindsOf = async (userId: string) =>
    (await api.db.auditEvent.findMany({ where: { userId } })).map(({ kind }) => kind)

  it('refuses a passkey that stays in its device, records it, and mails it once', async () => {
    const person = await personWithKey()
    expect((await signIn(person, { counter: 9 })).status).toBe(200)
    for (const counter of [9, 8, 0]) expect((await signIn(person, { counter })).problem.code).toBe('invalid_factor')
    expect((await kindsOf(person.user.id)).filter(kind => kind === 'passkey_cloned')).toHaveLength(3)
    mailTo(await api.deliver(), person.user.email, /may have been copied/)
    expect((await signIn(person, { counter: 10 })).status).toBe(200)
  })

  it('lets a synced passkey in, and records it', async () => {
    const bits = verified | flags.eligible | flags.backedUp
    const person = await personWithKey(makeKey({ flags: bits }))
    expect((await signIn(person, { counter: 9 })).status).toBe(200)
    expect((await signIn(person, { counter: 3 })).status).toBe(200)
    expect(await kindsOf(person.user.id)).toContain('passkey_cloned')
  })

  it('records no copy when one answer is sent twice at once', async () => {
    const person = await personWithKey()
    const { challenge, options } = await askForPasskey(api)
    const credential = person.key.assert(options, userHandleOf(person.user.id), { counter: 9 })
    const answers = await Promise.all([1, 2, 3].map(() => api.call(signInWithPasskey, { challenge, credential })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400])
    expect(await kindsOf(person.user.id)).not.toContain('passkey_cloned')
  })

  it('records one copy when one answer is sent again and again', async () => {
    const person = await personWithKey()
    await signIn(person, { counter: 9 })
    const { challenge, options } = await askForPasskey(api)
    const credential = person.key.assert(options, userHandleOf(person.user.id), { counter: 3 })
    const codes: string[] = []
    for (let count = 0; count < 3; count++)
      codes.push((await api.call(signInWithPasskey, { challenge, credential })).problem.code)
    expect(codes).toEqual(['invalid_factor', 'invalid_challenge', 'invalid_challenge'])
    expect((await kindsOf(person.user.id)).filter(kind => kind === 'passkey_cloned')).toHaveLength(1)
    await api.deliver()
  })

  it('says nothing before the signature is right, so no stranger can cause it', async () => {
    const person = await personWithKey()
    await signIn(person, { counter: 9 })
    expect((await signIn(person, { counter: 1, signature: Buffer.alloc(70, 1) })).problem.code).toBe('invalid_factor')
    expect(await kindsOf(person.user.id)).not.toContain('passkey_cloned')
  })
})

describe('a new passkey is refused', () => {
  it.each<[string, Lies]>([
    ['of another origin', { origin: 'https://evil.example' }],
    ['for another domain', { rpId: 'example.com' }],
    ['that is a sign-in', { type: 'webauthn.get' }],
    ['of another challenge', { challenge: 'AMMPt4UxxGTStncdq417YDwBFi8vpIa-pw8oOuVW4TA' }],
    ['without presence', { flags: flags.verified }],
    ['in a frame of another site', { crossOrigin: true }],
    ['with an attestation whose check asks other servers', { format: 'apple' }],
    ['under another id than it says', { id: 'AAAA' }],
    ['with a key that is no CBOR', { publicKey: Buffer.alloc(77, 0xff) }],
    ['with a key that ends too soon', { publicKey: Buffer.from('a501020326', 'hex') }],
    ['with a key that claims to be huge', { publicKey: Buffer.from('bb7fffffffffffffff', 'hex') }],
    ['with a key nested without end', { publicKey: Buffer.alloc(8_000, 0x81) }],
    [
      'without an algorithm',
      { publicKey: Buffer.from(`a401022001215820${'00'.repeat(32)}225820${'00'.repeat(32)}`, 'hex') },
    ],
    [
      'of the algorithm ES384',
      { publicKey: Buffer.from(`a501020338222001215820${'00'.repeat(32)}225820${'00'.repeat(32)}`, 'hex') },
    ],
    ['of the algorithm RS1', { publicKey: Buffer.from(`a401030339fffe2043010203214101`, 'hex') }],
  ])('%s', async (_, lies) => {
    const { caller } = await confirmedPerson()
    const { answer } = await register(caller, makeKey(), lies)
    expect([answer.status, answer.problem.code]).toEqual([401, 'invalid_factor'])
  })

  it('with an attestation that is no CBOR, or far too long', async () => {
    const { caller } = await confirmedPerson()
    const { challenge, options } = (await api.call(newPasskeyOptions, {}, caller)).data
    const credential = makeKey().register(options)
    const send = (attestationObject: string) =>
      api.call(
        addPasskey,
        { challenge, credential: { ...credential, response: { ...credential.response, attestationObject } } },
        caller,
      )
    for (const each of ['', 'AAAA', 'gYGBgYGB', '_____w', 'A'.repeat(8_000)])
      expect((await send(each)).problem.code).toBe('invalid_factor')
    expect((await send('A'.repeat(32_769))).problem.code).toBe('payload_too_large')
  })

  it('with a key whose algorithm it does not use: it is useless later', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const { n = '' } = publicKey.export({ format: 'jwk' })
    const signInAs = async (algorithm: string) => {
      const cose = Buffer.concat([
        Buffer.from(`a4010303${algorithm}20590100`, 'hex'),
        Buffer.from(n, 'base64url'),
        Buffer.from('2143010001', 'hex'),
      ])
      const { caller, user } = await confirmedPerson()
      const key = makeKey()
      expect((await register(caller, key, { publicKey: cose })).answer.status).toBe(200)
      const { challenge, options } = await askForPasskey(api)
      const { response, ...credential } = key.assert(options, userHandleOf(user.id))
      const signed = Buffer.concat([
        Buffer.from(response.authenticatorData, 'base64url'),
        createHash('sha256').update(Buffer.from(response.clientDataJSON, 'base64url')).digest(),
      ])
      const signature = sign('sha256', signed, privateKey).toString('base64url')
      return api.call(signInWithPasskey, {
        challenge,
        credential: { ...credential, response: { ...response, signature } },
      })
    }
    // It signs by RS256 both times, and claims ES256 the second time.
    const [rs256, es256] = ['390100', '26']
    expect((await signInAs(rs256)).status).toBe(200)
    expect((await signInAs(es256)).problem.code).toBe('invalid_factor')
  })

  it('that another account has', async () => {
    const { key } = await personWithKey()
    const { caller } = await confirmedPerson()
    const { answer } = await register(caller, key)
    expect(answer.problem.code).toBe('invalid_factor')
  })

  it('for the options of another session, another person, or another time', async () => {
    const { user, caller } = await confirmedPerson()
    const other = (await signInConfirmed(api, user)).caller
    const stranger = (await confirmedPerson()).caller
    const { challenge, options } = (await api.call(newPasskeyOptions, {}, caller)).data
    const body = { challenge, credential: makeKey().register(options) }
    for (const each of [other, stranger])
      expect((await api.call(addPasskey, body, each)).problem.code).toBe('invalid_challenge')
    const login = await askForPasskey(api)
    expect((await api.call(addPasskey, { ...body, challenge: login.challenge }, caller)).problem.code).toBe(
      'invalid_challenge',
    )
    api.clock.advance(minutes(10))
    expect((await api.call(addPasskey, body, caller)).problem.code).toBe('invalid_challenge')
  })

  it('from a session that ends while the request waits for the lock', async () => {
    const { user, caller } = await confirmedPerson()
    const { challenge, options } = (await api.call(newPasskeyOptions, {}, caller)).data
    const body = { challenge, credential: makeKey().register(options) }
    const { asked } = await endedMeanwhile(api, user.id, () => api.call(addPasskey, body, caller))
    expect((await asked).problem).toMatchObject({ code: 'session_ended', reason: 'not_me' })
    expect(await api.db.passkey.count({ where: { userId: user.id } })).toBe(0)
  })

  it('from a session that is not confirmed, or has ended meanwhile', async () => {
    const user = await api.createUser()
    const { caller: plain } = await api.signIn(user)
    expect((await api.call(newPasskeyOptions, {}, plain)).problem.code).toBe('confirmation_required')
    const { caller } = await signInConfirmed(api, user)
    const { challenge, options } = (await api.call(newPasskeyOptions, {}, caller)).data
    await changeAccount(api.deps, systemContext(api.deps), user.id, account => endAccess(account, 'password_reset'))
    const answer = await api.call(addPasskey, { challenge, credential: makeKey().register(options) }, caller)
    expect(answer.problem.code).toBe('session_ended')
    expect(await api.db.passkey.count({ where: { userId: user.id } })).toBe(0)
  })

  it('twice, by 64 parallel requests with the same options', async () => {
    const { user, caller } = await confirmedPerson()
    const { challenge, options } = (await api.call(newPasskeyOptions, {}, caller)).data
    const send = () => api.call(addPasskey, { challenge, credential: makeKey().register(options) }, caller)
    await Promise.all(Array.from({ length: 64 }, send))
    expect(await api.db.passkey.count({ where: { userId: user.id } })).toBe(1)
  })

  it('as the eleventh', async () => {
    let { caller } = await confirmedPerson()
    for (let count = 0; count < 10; count++) caller = (await enrol(api, caller)).caller
    expect((await api.call(newPasskeyOptions, {}, caller)).problem.code).toBe('too_many_factors')
  })
})

describe('the passkey of another person', () => {
  it('can be neither renamed nor removed', async () => {
    const { passkey } = await personWithKey()
    const { caller } = await confirmedPerson()
    expect((await api.call(renameFactor, { id: passkey.id, name: 'Mine' }, caller)).problem.code).toBe('not_found')
    expect((await api.call(removeFactor, { id: passkey.id }, caller)).problem.code).toBe('not_found')
  })
})

it('no message of the library and no credential reaches the log', async () => {
  const person = await personWithKey()
  await signIn(person, { origin: 'https://evil.example' })
  const log = api.logLines.join('\n')
  expect(log).not.toMatch(/evil\.example|Unexpected|expected "/)
  expect(log).not.toContain(person.key.id)
})
