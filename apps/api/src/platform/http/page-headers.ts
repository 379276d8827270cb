import helmet from '@fastify/helmet'
import { sendReports } from '@latchkey/contracts/platform/reports'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { isForDevelopers } from '../developers.ts'
import type { Settings } from '../settings/settings.ts'
import { enforcesHttps } from './headers.ts'

const yearSeconds = 31_536_000

/** Allows our own scripts and styles, no inline code, and no framing (ASVS 3.4). Only developers have pages with frames: their mailbox. */
const contentSecurityPolicy = (settings: Settings) => ({
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'"],
    'font-src': ["'self'"],
    'connect-src': ["'self'"],
    'manifest-src': ["'self'"],
    ...(isForDevelopers(settings) && { 'frame-src': ["'self'"] }),
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
})

/** Helmet does not know these headers. */
const furtherHeaders = {
  'reporting-endpoints': `csp="${sendReports.path}"`,
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

/** Registers helmet, which `setPageHeaders` needs. It sets no headers by itself: some answers of the scope are problems of the API. */
export const usePageHeaders = async (app: FastifyInstance, settings: Settings): Promise<void> => {
  await app.register(helmet, {
    global: false,
    contentSecurityPolicy: contentSecurityPolicy(settings),
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    // RFC 6797. A year and all subdomains, as ASVS 3.4.1 requires.
    strictTransportSecurity: enforcesHttps(settings) && { maxAge: yearSeconds, includeSubDomains: true },
    xContentTypeOptions: true,
    // Not sent: the policy above covers them, or current browsers do this by default.
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xFrameOptions: false,
    xPermittedCrossDomainPolicies: false,
    xPoweredBy: false,
    xXssProtection: false,
  })
}

/** Replaces the headers of the API with those of a page or an asset, which a browser renders. */
export function setPageHeaders(reply: FastifyReply): FastifyReply {
  reply.helmet()
  // Helmet writes to Node's response, but Fastify's own headers would override those.
  for (const [name, value] of Object.entries(reply.raw.getHeaders())) {
    reply.raw.removeHeader(name)
    reply.header(name, name === 'content-security-policy' ? String(value).replaceAll(';', '; ') : value)
  }
  return reply.headers(furtherHeaders)
}
