import { vi } from 'vitest'
import { anAssertion, credentialOf } from './fake-passkeys.ts'

interface Asked {
  /** In the list of the address field, not by a dialog. */
  isAutofill: boolean
  signal: AbortSignal | undefined
  choose: () => void
  /** As when the person closes the dialog. */
  decline: () => void
}

/** Records what the password manager is told. To be called after `fakeWaitingPasskeys`. */
export function fakeSignals() {
  const told: unknown[] = []
  for (const name of ['signalUnknownCredential', 'signalAllAcceptedCredentials', 'signalCurrentUserDetails'])
    Object.assign(PublicKeyCredential, { [name]: async (details: object) => void told.push({ [name]: details }) })
  return told
}

/** Replaces the browser's passkeys. Each request waits until the test answers it. Returns the requests, in order. */
export function fakeWaitingPasskeys(offersAutofill: () => Promise<boolean> = async () => true): Asked[] {
  const asked: Asked[] = []
  // A function, as pages ask for.
  const browser = Object.assign(() => undefined, {
    isConditionalMediationAvailable: () => offersAutofill(),
  })
  vi.stubGlobal('PublicKeyCredential', browser)
  const get = ({ mediation, signal }: CredentialRequestOptions) =>
    new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
      asked.push({
        isAutofill: mediation === 'conditional',
        signal,
        choose: () => resolve(credentialOf(anAssertion)),
        decline: () => reject(new DOMException('', 'NotAllowedError')),
      })
    })
  Object.defineProperty(navigator, 'credentials', { configurable: true, value: { get } })
  return asked
}
