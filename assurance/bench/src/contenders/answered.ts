import type { IncomingHttpHeaders } from 'node:http'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import * as z from 'zod/mini'

export type Headers = Record<string, string>

/** What a contender needs to begin. */
export interface Beginning {
  /** Its own database. */
  readonly databaseUrl: string
  /** What it answers to whoever may ask: the bytes of Latchkey's answer, as JSON. */
  readonly body: string
}

/** A contender that listens, and what a client sends it. */
export interface Ready {
  readonly port: number
  /** Headers of somebody who is signed in. */
  readonly good: Headers
  /** The same, forged. */
  readonly forged: Headers
}

/** The call that is measured: who am I? */
export const path = currentSession.path

/** The same compiled serialiser for everybody who runs on Fastify. */
export const responseSchema: Record<number, object> = {
  200: z.toJSONSchema(z.object({ data: currentSession.responses[200] }), {
    target: 'draft-7',
    io: 'output',
    override: ({ jsonSchema }) => {
      delete jsonSchema.additionalProperties
    },
  }),
}

/** Everybody's level of logging, since a server without a log is nobody's production. */
export const logger = { level: 'warn' }

export const host = '127.0.0.1'
export const password = 'correct horse battery staple'
export const email = 'person-0000001@example.com'

/** Postgres connections that each server may open: the default of pg, and Latchkey's. */
export const poolSize = 10

/** A cookie header of what `response` set. */
export const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map(cookie => cookie.split(';', 1)[0])
    .join('; ')

/** The same cookies with one letter of each value changed, away from its end, where a change may mean nothing. */
export const forgeCookies = (cookies: string) =>
  cookies.replace(/=([^;]{12})(.)/g, (_, start: string, letter: string) => `=${start}${letter === 'A' ? 'B' : 'A'}`)

/** Node's headers as those of the web. */
export function webHeaders(headers: IncomingHttpHeaders): globalThis.Headers {
  const web = new globalThis.Headers()
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) web.set(name, String(value))
  return web
}
