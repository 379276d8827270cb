import type { Assertion, RequestOptions } from '@latchkey/contracts/auth/webauthn'
import { vi } from 'vitest'

export const requestOptions: RequestOptions = {
  challenge: 'c2l4dGVlbi1ieXRlcy1vZg',
  rpId: 'localhost',
  timeout: 300_000,
  userVerification: 'required',
  allowCredentials: [],
}

export const assertion: Assertion = {
  id: 'cGFzc2tleS1vZi1hZGE',
  rawId: 'cGFzc2tleS1vZi1hZGE',
  type: 'public-key',
  response: { clientDataJSON: 'e30', authenticatorData: 'AAAA', signature: 'AAAA', userHandle: 'YWRh' },
}

interface Asked {
  /** In the list of the address field, not by a dialog. */
  isAutofill: boolean
  signal: AbortSignal | undefined
  choose: () => void
  /** As when the person closes the dialog. */
  decline: () => void
}

/** Records what the password manager is told. To be called after `fakePasskeys`. */
export function fakeSignals() {
  const told: unknown[] = []
  for (const name of ['signalUnknownCredential', 'signalAllAcceptedCredentials', 'signalCurrentUserDetails'])
    Object.assign(PublicKeyCredential, { [name]: async (details: object) => void told.push({ [name]: details }) })
  return told
}

/** Replaces the browser's passkeys. jsdom has none. Returns the requests, in order. */
export function fakePasskeys(offersAutofill: () => Promise<boolean> = async () => true): Asked[] {
  const asked: Asked[] = []
  // A function, as pages ask for.
  const browser = Object.assign(() => undefined, {
    isConditionalMediationAvailable: () => offersAutofill(),
    parseRequestOptionsFromJSON: (options: unknown) => options,
  })
  vi.stubGlobal('PublicKeyCredential', browser)
  const get = ({ mediation, signal }: CredentialRequestOptions) =>
    new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
      asked.push({
        isAutofill: mediation === 'conditional',
        signal,
        choose: () => resolve({ toJSON: () => assertion }),
        decline: () => reject(new DOMException('', 'NotAllowedError')),
      })
    })
  Object.defineProperty(navigator, 'credentials', { configurable: true, value: { get } })
  return asked
}
