import type { Settings } from '../settings/settings.ts'

/**
 * What every answer of the API carries: nothing of it may be kept, rendered or framed. A constant, because helmet would
 * compute the same again for each answer. RFC 6797 for HSTS; a year and all subdomains, as ASVS 3.4.1 asks.
 */
export const apiHeaders = (settings: Settings): Record<string, string> => ({
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  ...(settings.appUrl.protocol === 'https:' && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
})
