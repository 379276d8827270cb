import helmet from '@fastify/helmet'
import { sendReports } from '@latchkey/contracts/platform/reports'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Settings } from '../settings/settings.ts'

const yearSeconds = 31_536_000

/** Our own scripts and styles, no inline code, nobody's frame (ASVS 3.4). */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'"],
    'font-src': ["'self'"],
    'connect-src': ["'self'"],
    'manifest-src': ["'self'"],
    'form-action': ["'self'"],
    'base-uri': ["'none'"],
    'object-src': ["'none'"],
    'frame-ancestors': ["'none'"],
    'require-trusted-types-for': ["'script'"],
    'trusted-types': ["'none'"],
    // Firefox and Safari know only the older `report-uri`.
    'report-uri': [sendReports.path],
    'report-to': ['csp'],
  },
}

/** Helmet knows no such headers. */
const furtherHeaders = {
  'reporting-endpoints': `csp="${sendReports.path}"`,
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

/** Gives a scope what `setPageHeaders` needs. No answer of the scope gets these headers by itself: some are problems of the API. */
export const usePageHeaders = async (app: FastifyInstance, settings: Settings): Promise<void> => {
  await app.register(helmet, {
    global: false,
    contentSecurityPolicy,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    // RFC 6797; a year and all subdomains, as ASVS 3.4.1 asks.
    strictTransportSecurity: settings.appUrl.protocol === 'https:' && { maxAge: yearSeconds, includeSubDomains: true },
    xContentTypeOptions: true,
    // Not sent: the policy above does their work, or today's browsers do it unasked.
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xFrameOptions: false,
    xPermittedCrossDomainPolicies: false,
    xPoweredBy: false,
    xXssProtection: false,
  })
}

/** Makes an answer one of a page or an asset, which a browser renders; until then it carries the headers of the API. */
export function setPageHeaders(reply: FastifyReply): FastifyReply {
  reply.helmet()
  // Helmet writes to Node's response, and the reply's own headers win over those when it is sent.
  for (const [name, value] of Object.entries(reply.raw.getHeaders())) {
    reply.raw.removeHeader(name)
    reply.header(name, name === 'content-security-policy' ? String(value).replaceAll(';', '; ') : value)
  }
  return reply.headers(furtherHeaders)
}
