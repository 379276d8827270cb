import { factors } from '@latchkey/contracts/auth/factors'
import { newPasskeyOptions, passkeyOptions, signInWithPasskey } from '@latchkey/contracts/auth/passkeys'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { describe, expect, it } from 'vitest'
import { cookiesOf } from '../../../testing/call-endpoint.ts'
import { minutes } from '../../../testing/movable-clock.ts'
import {
  askForPasskey,
  assert,
  createUserWithPasskey,
  enrol,
  makeAuthenticator,
  makeTouchKey,
  signInBy,
} from '../../../testing/passkeys.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'
import { systemContext } from '../../platform/context.ts'
import { changeAccount } from '../account/change-account.ts'
import { disableUser } from '../account/changes.ts'

const api = await testApi()

describe('POST /api/sessions/passkey', () => {
  it('signs in with a passkey alone, as two factors', async () => {
    const { user, authenticator } = await createUserWithPasskey(api)
    const { data } = await signInBy(api, authenticator)
    expect(data.user.email).toBe(user.email)
    const row = await api.db.session.findUniqueOrThrow({ where: { id: data.session.id } })
    expect(row.methods).toEqual(['swk', 'user', 'mfa'])
    const { passkeys } = (await api.call(factors, {}, { token: data.token ?? '' })).data
    expect(passkeys[0]?.lastUsedAt).toBe(api.clock.now().toISOString())
  })

  it.each(['ES256', 'EdDSA', 'RS256'] as const)('accepts a key of the algorithm %s', async algorithm => {
    const authenticator = makeAuthenticator({ algorithmIdentifiers: [algorithm] })
    await createUserWithPasskey(api, authenticator)
    expect((await signInBy(api, authenticator)).status).toBe(200)
  })

  it('gives a browser its cookies, in the browser that asked', async () => {
    const { authenticator } = await createUserWithPasskey(api)
    const { challenge, options, caller } = await askForPasskey(api, { sameOrigin: true })
    const body = { challenge, credential: assert(authenticator, options), delivery: 'cookie' } as const
    const other = await askForPasskey(api, { sameOrigin: true })
    expect((await api.call(signInWithPasskey, body, other.caller)).problem.code).toBe('invalid_challenge')
    expect((await api.call(signInWithPasskey, body)).problem.code).toBe('cross_origin')
    const bearer = { ...body, delivery: 'bearer' } as const
    expect((await api.call(signInWithPasskey, bearer)).problem.code).toBe('invalid_challenge')
    const { data, response } = await api.call(signInWithPasskey, body, caller)
    expect(data.token).toBeUndefined()
    const signedIn = { cookie: cookiesOf(response), sameOrigin: true }
    expect((await api.call(currentSession, {}, signedIn)).status).toBe(200)
  })

  it('gives everybody options that name no passkey', async () => {
    await createUserWithPasskey(api)
    const { options } = await askForPasskey(api)
    expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required', allowCredentials: [] })
  })

  it('lets one of 64 parallel uses of an answer win', async () => {
    const { authenticator } = await createUserWithPasskey(api)
    const { challenge, options } = await askForPasskey(api)
    const credential = assert(authenticator, options)
    const answers = await Promise.all(
      Array.from({ length: 64 }, () => api.call(signInWithPasskey, { challenge, credential })),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter(status => status === 200)).toEqual([200])
    expect(statuses.filter(status => ![200, 400, 401].includes(status))).toEqual([])
  })

  it('accepts no answer twice, and none after ten minutes', async () => {
    const { authenticator } = await createUserWithPasskey(api)
    const first = await askForPasskey(api)
    const credential = assert(authenticator, first.options)
    const send = (challenge: string) => api.call(signInWithPasskey, { challenge, credential })
    expect((await send(first.challenge)).status).toBe(200)
    expect((await send(first.challenge)).problem.code).toBe('invalid_challenge')
    expect((await send((await askForPasskey(api)).challenge)).problem.code).toBe('invalid_factor')
    const late = await askForPasskey(api)
    const lateCredential = assert(authenticator, late.options)
    api.clock.advance(minutes(10))
    const answer = await api.call(signInWithPasskey, { challenge: late.challenge, credential: lateCredential })
    expect(answer.problem.code).toBe('invalid_challenge')
  })

  it('accepts no challenge of another purpose', async () => {
    const { caller, authenticator } = await createUserWithPasskey(api)
    const { challenge } = (await api.call(newPasskeyOptions, {}, caller)).data
    const credential = assert(authenticator, (await askForPasskey(api)).options)
    expect((await api.call(signInWithPasskey, { challenge, credential })).problem.code).toBe('invalid_challenge')
  })

  it('refuses a key that did not check the person', async () => {
    const key = makeTouchKey()
    await createUserWithPasskey(api, key)
    expect((await signInBy(api, key)).problem.code).toBe('invalid_factor')
  })

  it('refuses a disabled person, as if the passkey were wrong', async () => {
    const { user, authenticator } = await createUserWithPasskey(api)
    const { challenge, options } = await askForPasskey(api)
    await changeAccount(api.deps, systemContext(api.deps), user.id, disableUser)
    const answer = await api.call(signInWithPasskey, { challenge, credential: assert(authenticator, options) })
    expect(answer.problem.code).toBe('invalid_factor')
  })

  it('still accepts what was asked for before a key of ours was replaced', async () => {
    const { authenticator } = await createUserWithPasskey(api)
    const [secret] = api.deps.settings.appSecrets ?? []
    const { challenge, options } = await askForPasskey(api)
    const rotated = await replicaOf(api, {
      environment: { APP_SECRET: `a newer secret that is long enough to be one,${secret}` },
    })
    const answer = await rotated.call(signInWithPasskey, { challenge, credential: assert(authenticator, options) })
    expect(answer.status).toBe(200)
  })

  it('knows no passkey of another domain', async () => {
    const { authenticator } = await createUserWithPasskey(api)
    const moved = await replicaOf(api, { environment: { APP_URL: 'https://app.example.com', RP_ID: 'example.com' } })
    const { challenge, options } = await askForPasskey(api)
    const answer = await moved.call(
      signInWithPasskey,
      { challenge, credential: assert(authenticator, options) },
      {
        headers: { host: 'app.example.com' },
      },
    )
    expect(answer.status).not.toBe(200)
  })
})

describe('enrolling', () => {
  it('names a passkey by its maker, or by the name that the person gives', async () => {
    const aaguid = new Uint8Array(Buffer.from('bada5566a7aa401fbd9645619a55120d', 'hex'))
    const { passkey, caller, recoveryCodes } = await createUserWithPasskey(api, makeAuthenticator({ aaguid }))
    expect([passkey.name, passkey.synced, recoveryCodes.length]).toEqual(['1Password', true, 10])
    const second = await enrol(api, caller, makeAuthenticator(), 'Key on my desk')
    expect([second.passkey.name, second.recoveryCodes]).toEqual(['Key on my desk', []])
    const third = await enrol(api, second.caller)
    expect(third.passkey.name).toBe('Passkey')
  })
})

describe('the options of a sign-in by passkey', () => {
  it('leave nothing behind a few minutes after they expire', async () => {
    await askForPasskey(api)
    api.clock.advance(minutes(16))
    const rule = api.deps.features.flatMap(({ purge = [] }) => purge).find(({ name }) => name === 'signInsOfVisitors')
    await rule?.deleteBatch(api.deps, api.clock.now(), api.clock.now())
    expect(await api.db.challenge.count({ where: { purpose: 'passkey' } })).toBe(0)
  })

  // Last, because it uses up what the tests share.
  it('are limited for each network', async () => {
    const limited = await replicaOf(api, { limits: true })
    const ask = () => limited.call(passkeyOptions, {})
    for (let count = 0; count < 600; count++) await ask()
    expect((await ask()).problem.code).toBe('rate_limited')
  })
})
