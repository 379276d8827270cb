import { confirm, confirmOptions } from '@latchkey/contracts/auth/confirmation'
import { newPasskeyOptions, passkeyOptions, signInWithPasskey } from '@latchkey/contracts/auth/passkeys'
import { factorOptions } from '@latchkey/contracts/auth/second-step'
import { beforeEach, describe, expect, it } from 'vitest'
import { cookiesOf } from '../../../testing/call-endpoint.ts'
import { askForPasskey, assert, createUserWithPasskey, enrol } from '../../../testing/passkeys.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'
import { beginSignIn, codeOf, createUserWithApp, finishSignIn } from '../../../testing/totp.ts'
import { mintToken } from '../../platform/crypto/token.ts'

const api = await testApi()
// A test with limits must not make the next one wait.
beforeEach(() => api.db.limit.deleteMany())
/** A server with the limits of production, but for a network a fiftieth of them: 12 times options. */
const strictServer = () => {
  const settings = { ...api.deps.settings, limitFactors: { person: 1, network: 0.02 } }
  return replicaOf(api, { deps: { settings } })
}

/** A browser in which the person has signed in with the passkey. */
async function knownBrowserOf({
  authenticator,
}: Pick<Awaited<ReturnType<typeof createUserWithPasskey>>, 'authenticator'>) {
  const { challenge, options, caller } = await askForPasskey(api, { sameOrigin: true })
  const credential = assert(authenticator, options)
  const { response } = await api.call(signInWithPasskey, { challenge, credential, delivery: 'cookie' }, caller)
  return { sameOrigin: true, cookie: `${caller.cookie}; ${cookiesOf(response)}` }
}

describe('the limits of passkeys', () => {
  it('count no answer to a challenge that is not open', async () => {
    const { authenticator } = await createUserWithPasskey(api)
    const server = await strictServer()
    const { challenge, options } = await askForPasskey(server)
    const credential = assert(authenticator, options)
    const [key] = server.deps.keys('session token')
    const junk = mintToken([key ?? Buffer.alloc(32)]).token
    for (let at = 0; at < 5; at++)
      expect((await server.call(signInWithPasskey, { challenge: junk, credential })).problem.code).toBe(
        'invalid_challenge',
      )
    expect((await server.call(signInWithPasskey, { challenge, credential })).status).toBe(200)
  })

  it('make no one wait for wrong answers: a passkey cannot be guessed', async () => {
    const { authenticator } = await createUserWithPasskey(api)
    const server = await strictServer()
    for (let at = 0; at < 150; at++) {
      // Options are limited, and here only answers are meant.
      const { challenge, options } = await askForPasskey(api)
      const credential = assert(authenticator, { ...options, challenge: 'AAAA' })
      expect((await server.call(signInWithPasskey, { challenge, credential })).status).toBe(401)
      // Each challenge has one answer.
      expect((await server.call(signInWithPasskey, { challenge, credential })).status).toBe(400)
    }
    const { challenge, options } = await askForPasskey(server)
    const credential = assert(authenticator, options)
    expect((await server.call(signInWithPasskey, { challenge, credential })).status).toBe(200)
  })

  it('let a known browser sign in while its network has to wait', async () => {
    const person = await createUserWithPasskey(api)
    const known = await knownBrowserOf(person)
    const server = await strictServer()
    for (let at = 0; at < 16; at++) await server.call(passkeyOptions, {})
    expect((await server.call(passkeyOptions, {})).problem.code).toBe('rate_limited')
    const { challenge, options, caller } = await askForPasskey(server, known)
    const answer = { challenge, credential: assert(person.authenticator, options), delivery: 'cookie' } as const
    expect((await server.call(signInWithPasskey, answer)).problem.code).toBe('cross_origin')
    expect((await server.call(signInWithPasskey, answer, caller)).status).toBe(200)
  })

  it('make a busy network wait for a second at most', async () => {
    const server = await strictServer()
    for (let at = 0; at < 16; at++) await server.call(passkeyOptions, {})
    const { problem, response } = await server.call(passkeyOptions, {})
    expect([problem.code, response.headers['retry-after']]).toEqual(['rate_limited', '1'])
  })

  it('count the options of a second step for that sign-in alone', async () => {
    const { user } = await createUserWithPasskey(api)
    const server = await strictServer()
    const [first, second] = [await beginSignIn(api, user), await beginSignIn(api, user)]
    for (let at = 0; at < 31; at++) await server.call(factorOptions, { challenge: first.challenge })
    expect((await server.call(factorOptions, { challenge: first.challenge })).problem.code).toBe('rate_limited')
    expect((await server.call(factorOptions, { challenge: second.challenge })).status).toBe(200)
  })

  it('count options in a session for it alone, so a stolen one keeps no other from confirming', async () => {
    const { user, secret, caller } = await createUserWithApp(api)
    await enrol(api, caller)
    const stolen = (await finishSignIn(api, secret, await beginSignIn(api, user))).caller
    const own = (await finishSignIn(api, secret, await beginSignIn(api, user))).caller
    const server = await strictServer()
    for (let at = 0; at < 40; at++) await server.call(confirmOptions, {}, stolen)
    const { data } = await server.call(confirmOptions, {}, own)
    expect([data.methods, data.passkey]).toEqual([['passkey', 'totp', 'recovery_code'], expect.anything()])
    const confirmed = await server.call(confirm, { method: 'totp', code: codeOf(api, secret) }, own)
    const added = await server.call(newPasskeyOptions, {}, { token: confirmed.data.token ?? '' })
    expect(added.status).toBe(200)
    await api.deliver()
  })

  it('leave the other ways to confirm, in that session too, and 30 challenges at once', async () => {
    const { user, secret, caller } = await createUserWithApp(api)
    await enrol(api, caller)
    const session = (await finishSignIn(api, secret, await beginSignIn(api, user))).caller
    const server = await strictServer()
    for (let at = 0; at < 40; at++) await server.call(confirmOptions, {}, session)
    const { status, data } = await server.call(confirmOptions, {}, session)
    expect([status, data]).toEqual([
      200,
      { methods: ['passkey', 'totp', 'recovery_code'], passkey: null, providers: [] },
    ])
    expect(await api.db.challenge.count({ where: { userId: user.id, purpose: 'confirm' } })).toBe(30)
    const proof = { method: 'totp', code: codeOf(api, secret) } as const
    expect((await server.call(confirm, proof, session)).status).toBe(200)
    await api.deliver()
  })
})
