import fastifyCookie from '@fastify/cookie'
import { cookieNames } from '@latchkey/contracts/technical'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { BrowserTokens } from '../context.ts'
import type { Settings } from '../settings/settings.ts'
import { isCorsClient } from './cors.ts'

/** One of our cookies. */
export type CookieName = keyof typeof cookieNames
const ours = Object.keys(cookieNames) as CookieName[]

/** The longest time that a browser keeps a cookie (RFC 6265bis section 5.5). */
export const longestCookieSeconds = 400 * 86_400

/**
 * The name in the browser. With `__Host-` the browser refuses a cookie that is not Secure or that another subdomain set
 * (RFC 6265bis), which prevents cookie tossing (CVE-2023-27495).
 */
const fullName = (settings: Settings, request: FastifyRequest, name: CookieName) =>
  areSecure(settings, request) ? `__Host-${cookieNames[name]}` : cookieNames[name]

/** Safari and other browsers with WebKit. Chromium names both. */
const webKit = /AppleWebKit(?!.*Chrom(?:e|ium)\/)/

/** Only WebKit drops Secure cookies from http://localhost, so there it gets plain ones. Production is never on http. */
const areSecure = ({ secureCookies, appUrl }: Settings, { headers }: FastifyRequest) =>
  secureCookies && (appUrl.protocol === 'https:' || !webKit.test(headers['user-agent'] ?? ''))

/**
 * Lets this server read and write cookies. Cookies are parsed only when needed, so a bearer request has no cost. Without
 * `hook: false` the plugin parses the cookies of every request.
 */
export const useCookies = async (app: FastifyInstance): Promise<void> => {
  await app.register(fastifyCookie, { hook: false })
}

function parse({ headers, server }: FastifyRequest): Record<string, string> {
  return headers.cookie ? server.parseCookie(headers.cookie) : {}
}

/** The value of one of our cookies. An empty value counts as absent. */
export const readCookie = (settings: Settings, request: FastifyRequest, name: CookieName): string | undefined =>
  parse(request)[fullName(settings, request, name)] || undefined

/** The values of all our cookies. */
export function readBrowserTokens(settings: Settings, request: FastifyRequest): BrowserTokens {
  const cookies = parse(request)
  const read = (name: CookieName) => cookies[fullName(settings, request, name)] || undefined
  return {
    ...{ session: read('session'), device: read('device'), signUp: read('signUp') },
    ...{ signIn: read('signIn'), passkey: read('passkey') },
  }
}

/** Whether the request has any of our cookies, even an empty one. */
export function hasOurCookie(settings: Settings, request: FastifyRequest): boolean {
  const cookies = parse(request)
  return ours.some(name => cookies[fullName(settings, request, name)] !== undefined)
}

/** Sets one of our cookies. Without `maxAgeSeconds` the browser drops it when it is closed. A page of another origin gets no cookie. */
export function setCookie(
  settings: Settings,
  reply: FastifyReply,
  name: CookieName,
  value: string,
  maxAgeSeconds?: number,
): void {
  const { request, server } = reply
  if (isCorsClient(settings, request)) return
  const cookie = server.serializeCookie(fullName(settings, request, name), value, {
    path: '/',
    httpOnly: true,
    secure: areSecure(settings, request),
    sameSite: 'lax',
    ...(maxAgeSeconds !== undefined && { maxAge: Math.ceil(maxAgeSeconds) }),
  })
  // Not `reply.setCookie`: without the plugin's hook it loses cookies that are set while an answer is sent, as the guard does.
  reply.header('set-cookie', cookie)
}

/** Makes the browser delete one of our cookies. */
export const clearCookie = (settings: Settings, reply: FastifyReply, name: CookieName) =>
  setCookie(settings, reply, name, '', 0)
