import fastifyCookie from '@fastify/cookie'
import { cookieNames } from '@latchkey/contracts/technical'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
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

/**
 * Lets this server read and write cookies. Nothing is parsed before somebody asks, so a bearer request pays nothing: without
 * `hook: false` the plugin would read the cookies of every request.
 */
export const useCookies = async (app: FastifyInstance): Promise<void> => {
  await app.register(fastifyCookie, { hook: false })
}

function parse({ headers, server }: FastifyRequest): Record<string, string> {
  return headers.cookie ? server.parseCookie(headers.cookie) : {}
}

/** The value of a cookie of ours; an empty one counts as absent. */
export const readCookie = (settings: Settings, request: FastifyRequest, name: CookieName): string | undefined =>
  parse(request)[fullName(settings, name)] || undefined

/** All of them at once. */
export function readBrowserTokens(settings: Settings, request: FastifyRequest): BrowserTokens {
  const cookies = parse(request)
  const read = (name: CookieName) => cookies[fullName(settings, name)] || undefined
  return { session: read('session'), device: read('device'), signUp: read('signUp') }
}

/** Whether the request carries any cookie of ours. */
export function hasOurCookie(settings: Settings, request: FastifyRequest): boolean {
  const cookies = parse(request)
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
  const cookie = reply.server.serializeCookie(fullName(settings, name), value, {
    path: '/',
    httpOnly: true,
    secure: settings.secureCookies,
    sameSite: 'lax',
    ...(maxAgeSeconds !== undefined && { maxAge: Math.ceil(maxAgeSeconds) }),
  })
  // Not by `reply.setCookie`: without the plugin's hook it loses what is set while an answer is sent, as the guard does.
  reply.header('set-cookie', cookie)
}

export const clearCookie = (settings: Settings, reply: FastifyReply, name: CookieName) =>
  setCookie(settings, reply, name, '', 0)
