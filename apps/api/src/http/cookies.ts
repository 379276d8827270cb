import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Settings } from '../settings.ts'

/**
 * The name under which a browser keeps the token. `__Host-` makes the browser itself refuse a cookie that is not Secure or
 * that another subdomain set (RFC 6265bis), which ends cookie tossing (CVE-2023-27495).
 */
const sessionCookieName = (settings: Settings) => (settings.secureCookies ? '__Host-latchkey' : 'latchkey')

/** The token in the request's cookie; an empty cookie is none. */
export function readSessionCookie(settings: Settings, request: FastifyRequest): string | undefined {
  const { cookie } = request.headers
  return cookie ? parseCookie(cookie)[sessionCookieName(settings)] || undefined : undefined
}

/** Whether the request carries any cookie of ours. */
export const hasOurCookie = (settings: Settings, { headers }: FastifyRequest) =>
  headers.cookie !== undefined && parseCookie(headers.cookie)[sessionCookieName(settings)] !== undefined

/** Gives the browser its token; without `maxAgeSeconds` it forgets it when it is closed. */
export function setSessionCookie(settings: Settings, reply: FastifyReply, token: string, maxAgeSeconds?: number): void {
  const attributes = maxAgeSeconds === undefined ? {} : { maxAge: Math.ceil(maxAgeSeconds) }
  reply.header('set-cookie', cookie(settings, token, attributes))
}

/** Makes the browser forget its token. */
export function clearSessionCookie(settings: Settings, reply: FastifyReply): void {
  reply.header('set-cookie', cookie(settings, '', { maxAge: 0 }))
}

const cookie = (settings: Settings, value: string, attributes: { maxAge?: number }) =>
  stringifySetCookie({
    name: sessionCookieName(settings),
    value,
    path: '/',
    httpOnly: true,
    secure: settings.secureCookies,
    sameSite: 'lax',
    ...attributes,
  })
