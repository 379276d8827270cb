import type autocannon from 'autocannon'
import { type Child, startChild } from './child.ts'
import { type Headers, host, path } from './contenders/answered.ts'
import type { Library } from './contenders/hashing.ts'
import type { LatchkeyBeginning } from './contenders/latchkey.ts'
import type { Call } from './load/call.ts'
import { emailOf, password, secret } from './people.ts'

export interface Latchkey extends Child {
  readonly port: number
}

interface Options {
  follows?: boolean
  argon2?: Library
  environment?: Record<string, string>
  flags?: string[]
}

/** Starts a Latchkey server in its own process. It expects requests from a proxy that ends TLS. */
export async function startLatchkey(databaseUrl: string, options: Options = {}): Promise<Latchkey> {
  const { follows = true, argon2 = 'installed', environment = {}, flags = [] } = options
  const child = startChild('contenders/latchkey.ts', { flags })
  const beginning: LatchkeyBeginning = { databaseUrl, secret, follows, argon2, environment }
  return { ...child, port: await child.ask<number>('start', beginning) }
}

/** The headers of a client behind that proxy. */
export const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}`, ...fromProxy })

/** What a proxy adds. Without the first, production refuses every call as unencrypted; without the second, it looks for a wrong proxy. */
export const fromProxy = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' }

export const getSession = (token: string): autocannon.Request => ({ method: 'GET', path, headers: bearer(token) })

/** The sign-in of the person with this number. */
export const signIn = (number: number) => ({
  method: 'POST' as const,
  path: '/api/sessions/sign_in',
  headers: { 'content-type': 'application/json', ...fromProxy },
  body: JSON.stringify({ email: emailOf(number), password }),
})

export const callOf = (port: number, { path, method, headers, body }: autocannon.Request): Call => ({
  port,
  path: path ?? '/',
  method: method ?? 'GET',
  headers: (headers ?? {}) as Headers,
  ...(body !== undefined && { body: String(body) }),
})

/** Asks a server who these headers stand for. Returns the status and the body. */
export async function whoAmI(port: number, headers: Headers): Promise<{ status: number; body: string }> {
  const response = await fetch(`http://${host}:${port}${path}`, { headers })
  return { status: response.status, body: await response.text() }
}
