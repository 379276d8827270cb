import { randomBytes } from 'node:crypto'
import jwt from '@fastify/jwt'
import Fastify from 'fastify'
import { offer } from '../offer.ts'
import { type Beginning, email, host, logger, path, type Ready, responseSchema } from './answered.ts'

/** A token that is only verified, so it cannot be revoked. HS256, the plugin's default. */
async function start({ body }: Beginning): Promise<Ready> {
  const answer: unknown = JSON.parse(body)
  const app = Fastify({ logger })
  await app.register(jwt, { secret: randomBytes(32).toString('base64url'), sign: { expiresIn: '24h' } })
  app.get(
    path,
    { schema: { response: responseSchema }, onRequest: request => request.jwtVerify() },
    (_request, reply) => {
      reply.send(answer)
    },
  )
  const { port } = new URL(await app.listen({ host, port: 0 }))
  const token = app.jwt.sign({ sub: crypto.randomUUID(), sid: crypto.randomUUID(), email })
  const [head, , signature] = token.split('.')
  const otherClaims = Buffer.from(JSON.stringify({ sub: 'somebody else' })).toString('base64url')
  return {
    port: Number(port),
    good: { authorization: `Bearer ${token}` },
    forged: { authorization: `Bearer ${head}.${otherClaims}.${signature}` },
  }
}

offer({ start })
