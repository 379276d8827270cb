import { vi } from 'vitest'
import { anAssertion } from './fake-passkeys.ts'

interface Asked {
  /** In the list of the address field, not by a dialog. */
  isAutofill: boolean
  signal: AbortSignal | undefined
  choose: () => void
  /** As when the person closes the dialog. */
  decline: () => void
}

/** Replaces the browser's passkeys. Each request waits until the test answers it. Returns the requests, in order. */
export function fakeWaitingPasskeys(offersAutofill: () => Promise<boolean> = async () => true): Asked[] {
  const asked: Asked[] = []
  vi.stubGlobal('PublicKeyCredential', {
    isConditionalMediationAvailable: () => offersAutofill(),
    parseRequestOptionsFromJSON: (options: unknown) => options,
  })
  const get = ({ mediation, signal }: CredentialRequestOptions) =>
    new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
      asked.push({
        isAutofill: mediation === 'conditional',
        signal,
        choose: () => resolve({ toJSON: () => anAssertion }),
        decline: () => reject(new DOMException('', 'NotAllowedError')),
      })
    })
  Object.defineProperty(navigator, 'credentials', { configurable: true, value: { get } })
  return asked
}
