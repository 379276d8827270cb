import { cookieNames } from '@latchkey/contracts/technical'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { BrowserTokens } from '../context.ts'
import type { Settings } from '../settings/settings.ts'
import { isCorsClient } from './cors.ts'

export type CookieName = keyof typeof cookieNames
const ours = Object.keys(cookieNames) as CookieName[]

/** As long as a browser keeps any cookie (RFC 6265bis section 5.5). */
export const longestCookieSeconds = 400 * 86_400

/**
 * The name that the browser sees. `__Host-` makes the browser itself refuse a cookie that is not Secure or that another
 * subdomain set (RFC 6265bis), which ends cookie tossing (CVE-2023-27495).
 */
const fullName = (settings: Settings, name: CookieName) =>
  settings.secureCookies ? `__Host-${cookieNames[name]}` : cookieNames[name]

/** The value of a cookie of ours; an empty one counts as absent. */
export const readCookie = (settings: Settings, { headers }: FastifyRequest, name: CookieName): string | undefined =>
  headers.cookie ? parseCookie(headers.cookie)[fullName(settings, name)] || undefined : undefined

/** All of them at once. */
export function readBrowserTokens(settings: Settings, { headers }: FastifyRequest): BrowserTokens {
  const cookies = parseCookie(headers.cookie ?? '')
  const read = (name: CookieName) => cookies[fullName(settings, name)] || undefined
  return { session: read('session'), device: read('device'), signUp: read('signUp') }
}

/** Whether the request carries any cookie of ours. */
export function hasOurCookie(settings: Settings, { headers }: FastifyRequest): boolean {
  if (headers.cookie === undefined) return false
  const cookies = parseCookie(headers.cookie)
  return ours.some(name => cookies[fullName(settings, name)] !== undefined)
}

/** Without `maxAgeSeconds` the browser forgets it when it is closed. A page of another origin is given none. */
export function setCookie(
  settings: Settings,
  reply: FastifyReply,
  name: CookieName,
  value: string,
  maxAgeSeconds?: number,
): void {
  if (isCorsClient(settings, reply.request)) return
  const cookie = stringifySetCookie({
    name: fullName(settings, name),
    value,
    path: '/',
    httpOnly: true,
    secure: settings.secureCookies,
    sameSite: 'lax',
    ...(maxAgeSeconds !== undefined && { maxAge: Math.ceil(maxAgeSeconds) }),
  })
  reply.header('set-cookie', cookie)
}

export const clearCookie = (settings: Settings, reply: FastifyReply, name: CookieName) =>
  setCookie(settings, reply, name, '', 0)
