import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import connectPgSimple from 'connect-pg-simple'
import express from 'express'
import session from 'express-session'
import pg from 'pg'
import { offer } from '../offer.ts'
import { type Beginning, cookiesOf, forgeCookies, host, path, poolSize, type Ready } from './answered.ts'

declare module 'express-session' {
  interface SessionData {
    userId: string
  }
}

/** A session in Postgres. Each request reads it and, by the store's default, updates it. */
async function start({ body, databaseUrl }: Beginning): Promise<Ready> {
  const answer: unknown = JSON.parse(body)
  const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize })
  const store = new (connectPgSimple(session))({ pool, createTableIfMissing: true })
  const app = express()
  app.disable('x-powered-by')
  // No client here compares ETags, so hashing each answer would be an unfair cost.
  app.disable('etag')
  app.use(
    session({
      store,
      secret: randomBytes(32).toString('base64url'),
      resave: false,
      saveUninitialized: false,
      cookie: { maxAge: 86_400_000 },
    }),
  )
  app.post('/sign-in', (request, response) => {
    request.session.userId = crypto.randomUUID()
    response.status(204).end()
  })
  app.get(path, (request, response) => {
    if (request.session.userId === undefined) response.status(401).json({ message: 'Unauthorized' })
    else response.json(answer)
  })
  const server = app.listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const cookie = cookiesOf(await fetch(`http://${host}:${port}/sign-in`, { method: 'POST' }))
  return { port, good: { cookie }, forged: { cookie: forgeCookies(cookie) } }
}

offer({ start })
