import type { IncomingHttpHeaders } from 'node:http'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import * as z from 'zod/mini'

export type Headers = Record<string, string>

/** What a contender needs to start. */
export interface Beginning {
  /** Its own database. */
  readonly databaseUrl: string
  /** The answer to an accepted request, as JSON: the same bytes as Latchkey's. */
  readonly body: string
}

/** A contender that listens, and the headers that a client sends. */
export interface Ready {
  readonly port: number
  /** Headers of a signed-in person. */
  readonly good: Headers
  /** The same, forged. */
  readonly forged: Headers
}

/** The measured call: who am I? */
export const path = currentSession.path

/** The schema of the compiled serialiser, the same for every contender on Fastify. */
export const responseSchema: Record<number, object> = {
  200: z.toJSONSchema(z.object({ data: currentSession.responses[200] }), {
    target: 'draft-7',
    io: 'output',
    override: ({ jsonSchema }) => {
      delete jsonSchema.additionalProperties
    },
  }),
}

/** The log level of every contender. A production server has a log. */
export const logger = { level: 'warn' }

export const host = '127.0.0.1'
export const password = 'correct horse battery staple'
export const email = 'person-0000001@example.com'

/** How many Postgres connections each server may open: the default of pg and of Latchkey. */
export const poolSize = 10

/** The cookie header for the cookies that `response` set. */
export const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map(cookie => cookie.split(';', 1)[0])
    .join('; ')

/** The same cookies with one letter of each value changed. Not the last letter, where a change may have no effect. */
export const forgeCookies = (cookies: string) =>
  cookies.replace(/=([^;]{12})(.)/g, (_, start: string, letter: string) => `=${start}${letter === 'A' ? 'B' : 'A'}`)

/** Converts Node's headers to web headers. */
export function webHeaders(headers: IncomingHttpHeaders): globalThis.Headers {
  const web = new globalThis.Headers()
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) web.set(name, String(value))
  return web
}
