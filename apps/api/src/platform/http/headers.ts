import { sendReports } from '@latchkey/contracts/platform/reports'
import type { Settings } from '../settings/settings.ts'

/** RFC 6797; a year and all subdomains, as ASVS 3.4.1 asks. */
const hsts = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }

const everywhere = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
}

/** What every answer of the API carries, computed once: nothing of it may be kept, rendered or framed. */
export const apiHeaders = (settings: Settings): Record<string, string> => ({
  ...everywhere,
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  ...(settings.appUrl.protocol === 'https:' && hsts),
})

/** What every page and asset carries: our own scripts and styles, no inline code, nobody's frame (ASVS 3.4). */
export const pageHeaders = (settings: Settings): Record<string, string> => ({
  ...everywhere,
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
    // The older word beside the newer: Firefox and Safari know only that one.
    `report-uri ${sendReports.path}`,
    'report-to csp',
  ].join('; '),
  'reporting-endpoints': `csp="${sendReports.path}"`,
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  ...(settings.appUrl.protocol === 'https:' && hsts),
})
