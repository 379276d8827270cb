import { isIP } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import type { Deps } from '../../deps.ts'
import { isApi, targetOf } from './path.ts'

/** A browser follows a redirect sooner than this. */
const followedWithinMs = 3_000
const mostFollowers = 10_000

/**
 * Leads a page request for another domain, such as www or the apex, to the same page of APP_URL. Our cookies and the same-origin check
 * hold for that one name. The target's origin is always APP_URL, so this is no open redirect.
 *
 * Only names with a dot count: a proxy that rewrites `Host` usually writes an address, or a name like `app:4000`. If it writes another
 * name, the redirect leads back here. So a client that comes again at once gets the page, and the log says what to change.
 */
export function otherHosts({ settings, clock, log }: Pick<Deps, 'settings' | 'clock' | 'log'>) {
  const ledAt = new LRUCache<string, number>({ max: mostFollowers })
  let hasWarned = false

  function hasJustFollowed(request: FastifyRequest): boolean {
    const client = `${request.ip} ${request.headers['user-agent']} ${request.host}${request.url}`
    const now = clock.now().getTime()
    const before = ledAt.get(client)
    ledAt.set(client, now)
    return before !== undefined && now - before < followedWithinMs
  }

  return (request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined => {
    if (request.headers.host === settings.appUrl.host && request.host === settings.appUrl.host) return undefined
    if (!['GET', 'HEAD'].includes(request.method) || isApi(request)) return undefined
    const name = request.hostname.toLowerCase()
    if (name === settings.appUrl.hostname || !name.includes('.') || isIP(name) !== 0) return undefined
    if (!hasJustFollowed(request)) return reply.redirect(settings.appUrl.origin + targetOf(request), 308)
    if (!hasWarned)
      log.warn(
        { event: 'host_rewritten', host: name, expected: settings.appUrl.hostname },
        'a redirect to APP_URL came back with another host: let the proxy pass Host on unchanged, or set X-Forwarded-Host',
      )
    hasWarned = true
    return undefined
  }
}
