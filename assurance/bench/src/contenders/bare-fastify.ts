import Fastify from 'fastify'
import { offer } from '../offer.ts'
import { type Beginning, host, logger, path, type Ready, responseSchema } from './answered.ts'

/** Fastify that gives everyone the same answer: the cost without any check. */
async function start({ body, isLogging }: Beginning & { isLogging: boolean }): Promise<Ready> {
  const answer: unknown = JSON.parse(body)
  const app = Fastify({ logger: isLogging && logger })
  app.get(path, { schema: { response: responseSchema } }, (_request, reply) => {
    reply.send(answer)
  })
  const { port } = new URL(await app.listen({ host, port: 0 }))
  return { port: Number(port), good: {}, forged: {} }
}

offer({ start })
