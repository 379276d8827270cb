import { ProviderError } from './provider.ts'

/** Where a provider sends people back to: the address that an operator registers there. */
export const callbackAddress = (appUrl: URL, id: string): string => `${appUrl.origin}/api/sessions/with/${id}/callback`

/** More than any provider sends. */
const mostCharacters = 8_192

/**
 * Checks what the library does not of a callback: that it is the one that the flow began with, and that no parameter is there twice
 * (RFC 6749, section 3.1).
 * @throws {ProviderError} invalid
 */
export function checkCallback(callback: URL, redirectUri: string): void {
  if (`${callback.origin}${callback.pathname}` !== redirectUri) throw new ProviderError('invalid', 'another callback')
  if (callback.href.length > mostCharacters) throw new ProviderError('invalid', 'a callback that is too large')
  const names = [...callback.searchParams.keys()]
  if (new Set(names).size < names.length) throw new ProviderError('invalid', 'a doubled parameter')
}
