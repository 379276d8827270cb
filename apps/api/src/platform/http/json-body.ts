import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ApiError, invalidRequest } from '../errors.ts'

/** One parameter of a media type (RFC 9110 section 5.6.6). It may be empty, as after a last semicolon. */
const parameter = /[ \t]*;[ \t]*(?:([\w!#$%&'*+.^`|~-]+)=("[^"]*"|[\w!#$%&'*+.^`|~-]+))?[ \t]*/g
/** The usual names of UTF-8, and of ASCII, which is a part of it. */
const utf8Names = /^"?(?:utf-?8|us-ascii)"?$/i
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Accepts only bodies of JSON in UTF-8, so a form on another site cannot send a request (CVE-2022-41919). */
export function onlyJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  parseJsonOf(app, ['application/json'])
  // Some clients name a type where they send nothing: `curl -d ''`, and jQuery.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body: Buffer, done) =>
    body.length === 0 ? done(null, undefined) : done(new ApiError('unsupported_media_type')),
  )
}

/** In this scope, also reads bodies of these types as JSON. */
export function parseJsonOf(app: FastifyInstance, types: string[]): void {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser(types, { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (isEncoded(request))
      return done(new ApiError('unsupported_media_type', { detail: ({ notEncoded }) => notEncoded }))
    if (!isJsonOf(types, request.headers['content-type'])) return done(new ApiError('unsupported_media_type'))
    if (body.length === 0) return done(null, undefined)
    const text = decode(body)
    if (text === null) return done(invalidRequest({ body: ['notUtf8'] }))
    parseJson(request, text, (error, value) =>
      error ? done(invalidRequest({ body: ['notJson'] })) : done(null, value),
    )
  })
}

/** Whether the body is compressed. We read none that is: a small one could unpack to any size. */
export const isEncoded = ({ headers }: FastifyRequest): boolean =>
  !/^(?:|identity)$/i.test(headers['content-encoding']?.trim() ?? '')

/**
 * Whether this is exactly one of these types, in UTF-8. Fastify compares only the beginning of a type, and accepts any charset. Other
 * parameters mean nothing for JSON (RFC 8259 section 11).
 */
const isJsonOf = (types: string[], header = '') =>
  types.some(type => header.toLowerCase().startsWith(type) && areHarmless(header.slice(type.length)))

function areHarmless(parameters: string): boolean {
  const rest = parameters.replace(parameter, (_all, name?: string, value?: string) =>
    name?.toLowerCase() === 'charset' && !utf8Names.test(value ?? '') ? 'x' : '',
  )
  return rest.trim() === ''
}

function decode(body: Buffer): string | null {
  try {
    return utf8.decode(body)
  } catch {
    return null
  }
}
