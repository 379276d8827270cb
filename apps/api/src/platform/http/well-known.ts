import { pages } from '@latchkey/contracts/pages'
import type { FastifyInstance } from 'fastify'
import type { Clock } from '../clock.ts'
import { ApiError } from '../errors.ts'
import type { Settings } from '../settings/settings.ts'

/** RFC 9116 recommends less than a year, so that no one uses an outdated address. */
const securityTextLifetimeMs = 180 * 86_400_000

/** Serves the well-known addresses (RFC 8615) for security contacts, for changing a password, and for passkeys. */
export function serveWellKnown(app: FastifyInstance, settings: Settings, clock: Clock): void {
  app.route({
    method: ['GET', 'HEAD'],
    url: '/.well-known/security.txt',
    handler: (_request, reply) => {
      if (settings.securityContact === undefined) throw new ApiError('not_found')
      const expires = new Date(clock.now().getTime() + securityTextLifetimeMs)
      return reply
        .type('text/plain; charset=utf-8')
        .send(
          [
            `Contact: ${settings.securityContact}`,
            `Expires: ${expires.toISOString()}`,
            `Canonical: ${settings.appUrl.origin}/.well-known/security.txt`,
            'Preferred-Languages: en',
            '',
          ].join('\n'),
        )
    },
  })

  // Password managers open this address to change a password (W3C, "A Well-Known URL for Changing Passwords").
  app.route({
    method: ['GET', 'HEAD'],
    url: '/.well-known/change-password',
    handler: (_request, reply) => reply.redirect(`${settings.appUrl.origin}${pages.settings}#password`, 302),
  })

  // Password managers open these pages to add a passkey, and to look after them (W3C, "Passkey Endpoints").
  app.route({
    method: ['GET', 'HEAD'],
    url: '/.well-known/passkey-endpoints',
    handler: () => {
      const { origin } = settings.appUrl
      return { enroll: origin + pages.addPasskey, manage: origin + pages.security }
    },
  })

  // Browsers ask which other origins may use our passkeys (WebAuthn level 3, section 5.11).
  app.route({
    method: ['GET', 'HEAD'],
    url: '/.well-known/webauthn',
    handler: () => {
      if (!settings.passkeys.hasRelated) throw new ApiError('not_found')
      return { origins: settings.passkeys.origins }
    },
  })
}
