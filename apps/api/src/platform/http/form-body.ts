import type { FastifyInstance } from 'fastify'
import { ApiError, invalidRequest } from '../errors.ts'
import { isEncoded } from './json-body.ts'

/**
 * In this scope, also reads forms (application/x-www-form-urlencoded), for callers that can send nothing else. A field that comes twice is
 * refused (RFC 6749 section 3.1). A form on another site can send one too, so an endpoint that reads forms must not act on cookies.
 */
export function parseForms(app: FastifyInstance): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (request, body, done) => {
    if (isEncoded(request))
      return done(new ApiError('unsupported_media_type', { detail: ({ notEncoded }) => notEncoded }))
    const fields = [...new URLSearchParams(String(body))]
    const twice = fields.find(([name], at) => fields.findIndex(([other]) => other === name) !== at)
    if (twice) return done(invalidRequest({ body: ['notValid'] }))
    done(null, Object.fromEntries(fields))
  })
}
