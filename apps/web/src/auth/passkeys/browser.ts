import type { Assertion, CreationOptions, Registration, RequestOptions } from '@latchkey/contracts/auth/webauthn'
import { readCreation, readRequest, writeAssertion, writeRegistration } from './json.ts'

// The browser's own calls, with JSON on both sides. Pages load this file only when they need it.

/** The person closed the browser's dialog, waited too long, or has no passkey here. Browsers do not say which, on purpose. */
export const isDeclined = (error: unknown): boolean =>
  error instanceof DOMException && ['NotAllowedError', 'AbortError', 'NotSupportedError'].includes(error.name)

/** Whether the browser can offer passkeys in the list of an address field. */
export const offersAutofill = async (): Promise<boolean> =>
  (await PublicKeyCredential.isConditionalMediationAvailable?.()) ?? false

/** Asks for a passkey. `autofill`: without a dialog, in the list of the address field; then it waits for as long as the page. */
export async function getPasskey(
  options: RequestOptions,
  { signal, autofill = false }: { signal?: AbortSignal; autofill?: boolean } = {},
): Promise<Assertion> {
  const found = await navigator.credentials.get({
    publicKey: readRequest(options),
    ...(signal && { signal }),
    ...(autofill && { mediation: 'conditional' }),
  })
  return writeAssertion(found as PublicKeyCredential)
}

/** Makes a passkey for the person. */
export async function createPasskey(options: CreationOptions): Promise<Registration> {
  const made = await navigator.credentials.create({ publicKey: readCreation(options) })
  return writeRegistration(made as PublicKeyCredential)
}

/** Functions that only some browsers have (WebAuthn level 3, section 5.1.10). Each is a hint, and its answer says nothing. */
interface Signals {
  signalUnknownCredential?: (options: { rpId: string; credentialId: string }) => Promise<void>
  signalAllAcceptedCredentials?: (options: {
    rpId: string
    userId: string
    allAcceptedCredentialIds: string[]
  }) => Promise<void>
  signalCurrentUserDetails?: (options: {
    rpId: string
    userId: string
    name: string
    displayName: string
  }) => Promise<void>
}

export const signals = (): Signals => (typeof PublicKeyCredential === 'function' ? PublicKeyCredential : {})

/** Tells the password manager that a passkey no longer exists, so that it is not offered again. Only if that is certain. */
export const signalUnknown = (passkey: { rpId: string; credentialId: string }): void =>
  void signals()
    .signalUnknownCredential?.(passkey)
    .catch(() => undefined)

/** This device or password manager has a passkey for the account already. */
export const isThereAlready = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'InvalidStateError'
