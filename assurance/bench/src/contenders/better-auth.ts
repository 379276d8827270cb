import { randomBytes } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import Fastify from 'fastify'
import pg from 'pg'
import { offer } from '../offer.ts'
import {
  type Beginning,
  cookiesOf,
  email,
  forgeCookies,
  host,
  logger,
  password,
  path,
  poolSize,
  type Ready,
  responseSchema,
  webHeaders,
} from './answered.ts'

const cacheSeconds = 300

/**
 * Better Auth as its page on Fastify shows it, with its tables in Postgres. With its cookie cache it accepts a signed
 * copy of the session for five minutes, even if the session has ended.
 */
async function start({ body, databaseUrl, isCaching }: Beginning & { isCaching: boolean }): Promise<Ready> {
  const answer: unknown = JSON.parse(body)
  const options = {
    baseURL: `http://${host}`,
    secret: randomBytes(32).toString('base64url'),
    database: new pg.Pool({ connectionString: databaseUrl, max: poolSize }),
    emailAndPassword: { enabled: true },
    session: { cookieCache: { enabled: isCaching, maxAge: cacheSeconds } },
    telemetry: { enabled: false },
  }
  const { runMigrations } = await getMigrations(options)
  await runMigrations()
  const auth = betterAuth(options)

  const app = Fastify({ logger })
  app.get(path, { schema: { response: responseSchema } }, async (request, reply) => {
    const session = await auth.api.getSession({ headers: webHeaders(request.headers) })
    if (!session) return reply.code(401).send({ message: 'Unauthorized' })
    return answer
  })
  const { port } = new URL(await app.listen({ host, port: 0 }))

  const signedUp = await auth.api.signUpEmail({ body: { email, password, name: 'Person 0000001' }, asResponse: true })
  const cookie = cookiesOf(signedUp)
  return {
    port: Number(port),
    good: { cookie },
    forged: { cookie: forgeCookies(cookie) },
  }
}

offer({ start })
