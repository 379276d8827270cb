import { live } from '@latchkey/contracts/platform/health'
import Fastify, { type FastifyInstance, type RouteHandlerMethod } from 'fastify'
import { expect, inject, it } from 'vitest'
import { holdAnswersToDocument } from './held-answers.ts'
import { startTestApi } from './test-api.ts'

const problem = 'application/problem+json'

/** Of other calls, with this status. */
const foreignProblem = { type: 'urn:a', title: 'A', status: 403, code: 'cross_origin', requestId: 'a' }

/** What deviates if the liveness check is answered so. */
async function refuse(handler: RouteHandlerMethod): Promise<void> {
  const { app, refuseUndeclared } = await holdAnswersToDocument(async () => {
    const app = Fastify()
    app.get(live.path, async (request, reply) => handler.call(app, request, reply.header('x-request-id', request.id)))
    return app
  })
  await app.inject(live.path)
  await app.close()
  refuseUndeclared()
}

it('an answer as in the document passes, and so does one to a request that breaks the rules of HTTP', async () => {
  await refuse(async () => ({ data: { status: 'ok' } }))
  const late = { ...foreignProblem, status: 408, code: 'request_timeout' }
  await refuse((_, reply) => reply.code(408).type(problem).send(late))
})

it.each<[string, RouteHandlerMethod, RegExp]>([
  ['a status', (_, reply) => reply.code(418).send({ data: { status: 'ok' } }), /418: the status is not declared/],
  ['a field', async () => ({ data: { status: 'ok', version: '1' } }), /additional properties.*\(version\)/],
  ['a value', async () => ({ data: { status: 'fine' } }), /body\/data\/status must be equal to constant/],
  ['a media type', (_, reply) => reply.type('text/plain').send('ok'), /text\/plain is not declared/],
  ['an empty body', (_, reply) => reply.send(), /the body is missing/],
  ['a cookie', (_, reply) => reply.header('set-cookie', 'a=b').send({ data: { status: 'ok' } }), /sets a cookie/],
  ['a code', (_, reply) => reply.code(403).type('application/problem+json').send(foreignProblem), /body\/code/],
  ['a body with 400', (_, reply) => reply.code(400).type(problem).send({ error: 'Bad' }), /required property 'type'/],
  ['a page with 408', (_, reply) => reply.code(408).type('text/html').send('Too late'), /text\/html is not declared/],
  [
    'a code with 431',
    (_, reply) =>
      reply
        .code(431)
        .type(problem)
        .send({ ...foreignProblem, status: 431 }),
    /body\/code/,
  ],
])('%s that the document does not declare is refused', async (_what, handler, message) => {
  await expect(refuse(handler)).rejects.toThrow(message)
})

it('fails the file of any test of the API that causes one', async () => {
  const publicRoutes = (app: FastifyInstance) => void app.get(live.path, (_, reply) => reply.code(201).send({}))
  const api = await startTestApi(inject('template'), { deps: { features: [{ name: 'changed', publicRoutes }] } })
  await api.app.inject(live.path)
  await expect(api.close()).rejects.toThrow(`GET ${live.path} answered 201`)
})
