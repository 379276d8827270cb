import type { Settings } from '../settings/settings.ts'

/**
 * The headers of every API answer: it must not be cached, rendered or framed. A constant, because helmet would compute the same headers
 * for each answer. HSTS (RFC 6797) is a year with all subdomains, as ASVS 3.4.1 requires.
 */
export const apiHeaders = (settings: Settings): Record<string, string> => ({
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  ...(enforcesHttps(settings) && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
})

/** Not on localhost: browsers keep it for every port there, and would turn a development server's http into https. */
export const enforcesHttps = ({ appUrl }: Settings): boolean =>
  appUrl.protocol === 'https:' && appUrl.hostname !== 'localhost'
