import type { CreationOptions, RequestOptions } from '@latchkey/contracts/auth/webauthn'
import { vi } from 'vitest'
import { bytesOf } from '../src/auth/passkeys/json.ts'

/** Lets this browser use passkeys, which jsdom cannot. Each question is answered at once. Returns a way to refuse the next ones. */
export function fakePasskeys() {
  let refusal: DOMException | undefined
  const answer = async (credential: object) => {
    if (refusal) throw refusal
    return credential
  }
  vi.stubGlobal(
    'PublicKeyCredential',
    Object.assign(() => {}, {
      isConditionalMediationAvailable: async () => false,
    }),
  )
  vi.stubGlobal('navigator', {
    ...{ language: navigator.language, languages: navigator.languages, userAgent: navigator.userAgent },
    ...{ clipboard: navigator.clipboard, onLine: navigator.onLine, platform: navigator.platform },
    credentials: { get: () => answer(credentialOf(anAssertion)), create: () => answer(credentialOf(aRegistration)) },
  })
  return {
    /** As if the person closed the browser's dialog. Undefined: they answer again. */
    refuse: (name: 'NotAllowedError' | undefined) => {
      refusal = name && new DOMException('refused', name)
    },
  }
}

export const anAssertion = {
  ...{ id: 'Y3JlZA', rawId: 'Y3JlZA', type: 'public-key' },
  response: { clientDataJSON: 'e30', authenticatorData: 'e30', signature: 'e30', userHandle: null },
} as const

export const aRegistration = {
  ...{ id: 'Y3JlZA', rawId: 'Y3JlZA', type: 'public-key' },
  response: { clientDataJSON: 'e30', attestationObject: 'e30', transports: ['internal'] },
} as const

export const requestOptions: RequestOptions = {
  ...{ challenge: 'e30', rpId: 'localhost', timeout: 300_000, userVerification: 'required', allowCredentials: [] },
}

export const creationOptions: CreationOptions = {
  ...{ challenge: 'e30', rp: { id: 'localhost', name: 'Latchkey' }, timeout: 300_000, attestation: 'none' },
  user: { id: 'e30', name: 'ada@example.com', displayName: 'Ada' },
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  excludeCredentials: [],
  authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
}

/** What the browser returns for this JSON. */
export function credentialOf({ id, type, response }: typeof anAssertion | typeof aRegistration) {
  const { transports, ...parts } = { transports: undefined, ...response }
  const binary = Object.entries(parts).map(([name, text]) => [name, text && bytesOf(text).buffer])
  return {
    ...{ id, type, rawId: bytesOf(id).buffer },
    response: { ...Object.fromEntries(binary), ...(transports && { getTransports: () => [...transports] }) },
    getClientExtensionResults: () => ({}),
  }
}
