import type { Assertion, CreationOptions, Registration, RequestOptions } from '@latchkey/contracts/auth/webauthn'

// The JSON of WebAuthn level 3, section 5.1, by hand: browsers have functions for it only since Safari 18.4, Firefox 119 and Chrome 129.

/** Decodes base64url (RFC 4648, section 5). */
export const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), letter => letter.charCodeAt(0))

/** Encodes as base64url, without padding. */
export const textOf = (bytes: ArrayBuffer): string =>
  btoa(Array.from(new Uint8Array(bytes), byte => String.fromCharCode(byte)).join(''))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')

const descriptorOf = ({ id, type, transports }: RequestOptions['allowCredentials'][number]) => ({
  ...{ id: bytesOf(id), type },
  ...(transports && { transports: transports as AuthenticatorTransport[] }),
})

export const readRequest = (options: RequestOptions): PublicKeyCredentialRequestOptions => ({
  ...options,
  challenge: bytesOf(options.challenge),
  allowCredentials: options.allowCredentials.map(descriptorOf),
})

export const readCreation = ({ extensions, ...options }: CreationOptions): PublicKeyCredentialCreationOptions => ({
  ...options,
  ...(extensions && { extensions }),
  challenge: bytesOf(options.challenge),
  user: { ...options.user, id: bytesOf(options.user.id) },
  excludeCredentials: options.excludeCredentials.map(descriptorOf),
})

const idOf = ({ id, rawId }: PublicKeyCredential) => ({ id, rawId: textOf(rawId), type: 'public-key' as const })

export function writeAssertion(credential: PublicKeyCredential): Assertion {
  const { clientDataJSON, authenticatorData, signature, userHandle } =
    credential.response as AuthenticatorAssertionResponse
  return {
    ...idOf(credential),
    response: {
      clientDataJSON: textOf(clientDataJSON),
      authenticatorData: textOf(authenticatorData),
      signature: textOf(signature),
      userHandle: userHandle && textOf(userHandle),
    },
  }
}

export function writeRegistration(credential: PublicKeyCredential): Registration {
  const response = credential.response as AuthenticatorAttestationResponse
  // Firefox 115 does not say how the passkey can be reached.
  const transports = (response.getTransports as (() => string[]) | undefined)?.call(response)
  const { credProps } = credential.getClientExtensionResults()
  return {
    ...idOf(credential),
    response: {
      clientDataJSON: textOf(response.clientDataJSON),
      attestationObject: textOf(response.attestationObject),
      ...(transports && { transports }),
    },
    ...(credProps && { clientExtensionResults: { credProps } }),
  }
}
