import { pages } from '@latchkey/contracts/pages'
import type { FastifyInstance } from 'fastify'
import type { Clock } from '../clock.ts'
import { ApiError } from '../errors.ts'
import type { Settings } from '../settings/settings.ts'

/** RFC 9116 asks for less than a year, so that nobody writes to an address of long ago. */
const securityTextLifetimeMs = 180 * 86_400_000

/** What machines look for at places that are the same everywhere (RFC 8615). */
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

  // Where password managers send a person to change a password (W3C, "A Well-Known URL for Changing Passwords").
  app.route({
    method: ['GET', 'HEAD'],
    url: '/.well-known/change-password',
    handler: (_request, reply) => reply.redirect(settings.appUrl.origin + pages.settings, 302),
  })
}
