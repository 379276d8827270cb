import { confirm, confirmOptions } from '@latchkey/contracts/auth/confirmation'
import { addPasskey, newPasskeyOptions, passkeyOptions, signInWithPasskey } from '@latchkey/contracts/auth/passkeys'
import type { Assertion, Registration, RequestOptions } from '@latchkey/contracts/auth/webauthn'
import { AuthenticatorEmulator, PasskeysCredentialsMemoryRepository, WebAuthnEmulator } from 'nid-webauthn-emulator'
import { type Caller, cookiesOf } from './call-endpoint.ts'
import { signInConfirmed } from './confirmed.ts'
import type { TestApi } from './test-api.ts'

/** The origin of the tests' pages. */
export const passkeyOrigin = 'http://localhost:4000'

type Params = ConstructorParameters<typeof AuthenticatorEmulator>[0]

/** A software authenticator. It keeps its passkeys; each has a counter. */
export const makeAuthenticator = (params: Params = {}) =>
  // Of its own: the emulator would share its memory with all others.
  new WebAuthnEmulator(
    new AuthenticatorEmulator({ credentialsRepository: new PasskeysCredentialsMemoryRepository(), ...params }),
  )
export type Authenticator = ReturnType<typeof makeAuthenticator>

const onlyTouched = () => ({ options: { uv: false, up: true } })
/** A security key that only notices a touch, and checks no one. */
export const makeTouchKey = () =>
  makeAuthenticator({ userMakeCredentialInteraction: onlyTouched, userGetAssertionInteraction: onlyTouched })

/** What a page sends of an assertion. */
export function assert(authenticator: Authenticator, options: RequestOptions, origin = passkeyOrigin): Assertion {
  const { id, rawId, response } = authenticator.getJSON(origin, { ...options, extensions: {} } as never)
  const { clientDataJSON, authenticatorData, signature, userHandle } = response
  return {
    id,
    rawId,
    type: 'public-key',
    response: { clientDataJSON, authenticatorData, signature, userHandle: userHandle ?? null },
  }
}

/** What a page sends of a new passkey. */
export function register(authenticator: Authenticator, options: object, origin = passkeyOrigin): Registration {
  const { id, rawId, response } = authenticator.createJSON(origin, options as never)
  const { clientDataJSON, attestationObject, transports } = response
  return {
    ...{ id, rawId, type: 'public-key', clientExtensionResults: { credProps: { rk: true } } },
    response: { clientDataJSON, attestationObject, transports },
  }
}

const callerAfter = ({ cookies }: { cookies: string }, token: string | undefined): Caller =>
  cookies ? { cookie: cookies, sameOrigin: true } : { token: token ?? '' }

/** Adds a passkey to the account of a confirmed session. */
export async function enrol(api: TestApi, caller: Caller, authenticator = makeAuthenticator(), name?: string) {
  const { challenge, options } = (await api.call(newPasskeyOptions, {}, caller)).data
  const credential = register(authenticator, options)
  const { data, response } = await api.call(addPasskey, { challenge, credential, ...(name && { name }) }, caller)
  return {
    ...{ passkey: data.passkey, recoveryCodes: data.recoveryCodes ?? [], authenticator, credential },
    caller: callerAfter({ cookies: cookiesOf(response) }, data.token),
  }
}

/** A person with a password and a passkey, signed in with both. */
export async function createUserWithPasskey(api: TestApi, authenticator = makeAuthenticator()) {
  const user = await api.createUser()
  const { caller } = await signInConfirmed(api, user)
  return { user, ...(await enrol(api, caller, authenticator)) }
}

/** The options to sign in with a passkey. A browser's caller holds the cookie of them. */
export async function askForPasskey(api: TestApi, caller: Caller = {}) {
  const { data, response } = await api.call(passkeyOptions, {}, caller)
  const cookie = [caller.cookie, cookiesOf(response)].filter(Boolean).join('; ')
  return { ...data, caller: caller.sameOrigin ? { cookie, sameOrigin: true } : caller }
}

/** Signs in with a passkey. */
export async function signInBy(api: TestApi, authenticator: Authenticator, caller: Caller = {}) {
  const { challenge, options } = await askForPasskey(api, caller)
  return api.call(signInWithPasskey, { challenge, credential: assert(authenticator, options) }, caller)
}

/** Confirms a session with a passkey; returns the caller with its new tokens. */
export async function confirmByPasskey(api: TestApi, caller: Caller, authenticator: Authenticator): Promise<Caller> {
  const { passkey: asked } = (await api.call(confirmOptions, {}, caller)).data
  if (!asked) throw new Error('There are no options.')
  const credential = assert(authenticator, asked.options)
  const proof = { method: 'passkey', challenge: asked.challenge, credential } as const
  const { data, response } = await api.call(confirm, proof, caller)
  return callerAfter({ cookies: cookiesOf(response) }, data.token)
}
