import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Settings } from '../settings.ts'
import { isCorsClient } from './cors.ts'

/** What a browser keeps for us. */
const names = {
  session: 'latchkey',
  device: 'latchkey-device',
  signUp: 'latchkey-sign-up',
} as const

type Kept = keyof typeof names
const kinds = Object.keys(names) as Kept[]

/** As long as a browser keeps any cookie (RFC 6265bis section 5.5). */
const longestSeconds = 400 * 86_400

/**
 * The name under which a browser keeps a token. `__Host-` makes the browser itself refuse a cookie that is not Secure or
 * that another subdomain set (RFC 6265bis), which ends cookie tossing (CVE-2023-27495).
 */
const nameOf = (settings: Settings, kept: Kept) => (settings.secureCookies ? `__Host-${names[kept]}` : names[kept])

/** The token in the request's cookie of this kind; an empty cookie is none. */
function read(settings: Settings, { headers }: FastifyRequest, kept: Kept): string | undefined {
  return headers.cookie ? parseCookie(headers.cookie)[nameOf(settings, kept)] || undefined : undefined
}

/** Without `maxAgeSeconds` the browser forgets it when it is closed. A page of another origin plants nothing in it. */
function set(settings: Settings, reply: FastifyReply, kept: Kept, value: string, maxAgeSeconds?: number): void {
  if (isCorsClient(settings, reply.request)) return
  const cookie = stringifySetCookie({
    name: nameOf(settings, kept),
    value,
    path: '/',
    httpOnly: true,
    secure: settings.secureCookies,
    sameSite: 'lax',
    ...(maxAgeSeconds !== undefined && { maxAge: Math.ceil(maxAgeSeconds) }),
  })
  reply.header('set-cookie', cookie)
}

/** Whether the request carries any cookie of ours. */
export function hasOurCookie(settings: Settings, { headers }: FastifyRequest): boolean {
  if (headers.cookie === undefined) return false
  const cookies = parseCookie(headers.cookie)
  return kinds.some(kept => cookies[nameOf(settings, kept)] !== undefined)
}

export const readSessionCookie = (settings: Settings, request: FastifyRequest) => read(settings, request, 'session')

/** Gives the browser its token; without `maxAgeSeconds` it forgets it when it is closed. */
export const setSessionCookie = (settings: Settings, reply: FastifyReply, token: string, maxAgeSeconds?: number) =>
  set(settings, reply, 'session', token, maxAgeSeconds)

export const clearSessionCookie = (settings: Settings, reply: FastifyReply) => set(settings, reply, 'session', '', 0)

export const readDeviceCookie = (settings: Settings, request: FastifyRequest) => read(settings, request, 'device')

/** Lets the browser be recognised at its next sign-in. */
export const setDeviceCookie = (settings: Settings, reply: FastifyReply, token: string) =>
  set(settings, reply, 'device', token, longestSeconds)

export const readSignUpCookie = (settings: Settings, request: FastifyRequest) => read(settings, request, 'signUp')

/** Lets the browser prove that it is the one that asked for an account. */
export const setSignUpCookie = (settings: Settings, reply: FastifyReply, token: string, maxAgeSeconds: number) =>
  set(settings, reply, 'signUp', token, maxAgeSeconds)

export const clearSignUpCookie = (settings: Settings, reply: FastifyReply) => set(settings, reply, 'signUp', '', 0)
