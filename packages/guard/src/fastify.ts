import { problemTypePrefix } from '@latchkey/contracts/technical'
import { problems } from '@latchkey/contracts/words/en/problems'
import type { FastifyInstance } from 'fastify'
import type { Guard } from './guard.ts'
import type { Accepted } from './verdict.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose session the request has. Set for every handler behind the guard. */
    person: Accepted | null
  }
}

/** Puts the guard before every route of this scope. A refusal is a problem (RFC 9457), as the API answers it. */
export function requireSession(scope: FastifyInstance, guard: Guard): void {
  scope.decorateRequest('person', null)
  scope.addHook('onRequest', async (request, reply) => {
    const verdict = await guard.check(request.headers, request.method)
    if (verdict.ok) {
      request.person = verdict
      return
    }
    const { ok: _, ...refusal } = verdict
    const { status, code } = refusal
    if (status === 401) reply.header('www-authenticate', 'Bearer')
    if (status === 503) reply.header('retry-after', 1)
    return reply
      .code(status)
      .header('cache-control', 'no-store')
      .type('application/problem+json; charset=utf-8')
      .send({ type: problemTypePrefix + code, title: problems[code], ...refusal, requestId: request.id })
  })
}
