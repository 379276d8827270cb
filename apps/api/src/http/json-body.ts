import type { FastifyInstance } from 'fastify'
import { ApiError, invalidRequest } from '../errors.ts'

const jsonPattern = /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?;?$/i
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Reads bodies that are JSON in UTF-8 and refuses every other type, so a form of another site cannot speak (CVE-2022-41919). */
export function onlyJsonBodies(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (!jsonPattern.test(request.headers['content-type'] ?? '')) return done(new ApiError('unsupported_media_type'))
    if (body.length === 0) return done(null, undefined)
    const text = decode(body)
    if (text === null) return done(invalidRequest({ body: 'This is not UTF-8.' }))
    parseJson(request, text, (error, value) =>
      error ? done(invalidRequest({ body: 'This is not JSON.' })) : done(null, value),
    )
  })
}

function decode(body: Buffer): string | null {
  try {
    return utf8.decode(body)
  } catch {
    return null
  }
}
