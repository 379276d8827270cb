import type { FastifyInstance } from 'fastify'
import { ApiError, invalidRequest } from '../errors.ts'

const parametersPattern = /^\s*(?:;\s*charset="?utf-8"?\s*)?;?$/i
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Accepts only bodies of JSON in UTF-8, so a form on another site cannot send a request (CVE-2022-41919). */
export function onlyJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  parseJsonOf(app, ['application/json'])
}

/** In this scope, also reads bodies of these types as JSON. */
export function parseJsonOf(app: FastifyInstance, types: string[]): void {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser(types, { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (!isJsonOf(types, request.headers['content-type'])) return done(new ApiError('unsupported_media_type'))
    if (body.length === 0) return done(null, undefined)
    const text = decode(body)
    if (text === null) return done(invalidRequest({ body: 'This is not UTF-8.' }))
    parseJson(request, text, (error, value) =>
      error ? done(invalidRequest({ body: 'This is not JSON.' })) : done(null, value),
    )
  })
}

/** Fastify compares only the beginning of a type, and accepts any charset. So we check the whole type. */
const isJsonOf = (types: string[], header = '') =>
  types.some(type => header.toLowerCase().startsWith(type) && parametersPattern.test(header.slice(type.length)))

function decode(body: Buffer): string | null {
  try {
    return utf8.decode(body)
  } catch {
    return null
  }
}
