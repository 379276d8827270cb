import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { errorStatuses } from '@latchkey/contracts/errors'
import { openApiDocument } from '@latchkey/contracts/openapi'
import { answerAt, type OpenApiDocument, type WrittenAnswer } from '@latchkey/contracts/openapi-reading'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sharedSerialiser } from './shared-serialiser.ts'

const written: OpenApiDocument = openApiDocument()
const requiredHeaders = Object.entries(written.components.headers)
  .filter(([, header]) => 'required' in header)
  .map(([name]) => name)

const ajv = new Ajv2020({ strict: false, allErrors: true })
formats.default(ajv)
ajv.addSchema(written, 'openapi')

/** Any request may get these, because it breaks the rules of HTTP: the document says so for all calls. By status. */
const ofHttp = new Map<number, string>(
  (['invalid_request', 'request_timeout', 'headers_too_large'] as const).map(code => [errorStatuses[code], code]),
)

/**
 * Creates a server whose every answer is compared with the OpenAPI document, also those that a test does not look at. Calls `create`,
 * which must make its Fastify instance before it waits for anything.
 */
export async function holdAnswersToDocument(
  create: () => Promise<FastifyInstance>,
): Promise<{ app: FastifyInstance; refuseUndeclared: () => void }> {
  const found: string[] = []
  const initialised = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.setSerializerCompiler(sharedSerialiser)
    fastify.addHook('onSend', async (request, reply, payload) => {
      const problem = deviation(request, reply, payload)
      if (problem) found.push(`${request.method} ${request.url} answered ${reply.statusCode}: ${problem}`)
      return payload
    })
  }
  // The only way to a hook before the first route of a server that is built elsewhere.
  subscribe('fastify.initialization', initialised)
  const creating = create()
  unsubscribe('fastify.initialization', initialised)
  return {
    app: await creating,
    /** Throws if an answer so far deviates from the document. */
    refuseUndeclared() {
      if (found.length > 0) throw new Error(`Not as in the OpenAPI document:\n${[...new Set(found)].join('\n')}`)
    },
  }
}

/** How an answer deviates from the document, or null. What the document does not describe may answer as it likes. */
function deviation(request: FastifyRequest, reply: FastifyReply, payload: unknown): string | null {
  const path = (request.routeOptions.url ?? '').replace(/:(\w+)/g, '{$1}')
  const method = request.method === 'HEAD' ? 'get' : request.method.toLowerCase()
  const responses = written.paths[path]?.[method]?.responses
  // A method that the path lacks is answered the same everywhere.
  if (!responses || request.routeOptions.config.isOtherMethod) return null
  const status = reply.statusCode
  const at = responses[status]
  if (!at) return breaksHttp(reply, payload)
  const place = at.$ref?.slice(1) ?? `/paths/${path.replaceAll('/', '~1')}/${method}/responses/${status}`
  return headersDeviate(reply, answerAt(written, at)) ?? bodyDeviates(reply, answerAt(written, at), place, payload)
}

/** How the answer to a request that breaks the rules of HTTP deviates from the problem of that status. */
function breaksHttp(reply: FastifyReply, payload: unknown): string | null {
  const code = ofHttp.get(reply.statusCode)
  if (code === undefined) return 'the status is not declared'
  if (reply.request.method === 'HEAD') return null
  if (mediaOf(reply) !== 'application/problem+json') return `${mediaOf(reply)} is not declared`
  if (typeof payload !== 'string' || payload === '') return 'the body is missing'
  const deviation = validatorAt('openapi#/components/schemas/Problem')(payload)
  return deviation ?? ((JSON.parse(payload) as { code: string }).code === code ? null : `body/code must be ${code}`)
}

const mediaOf = (reply: FastifyReply) => String(reply.getHeader('content-type')).split(';')[0] ?? ''

function headersDeviate(reply: FastifyReply, { headers = {} }: WrittenAnswer): string | null {
  const missing = Object.keys(headers).find(name => requiredHeaders.includes(name) && !reply.hasHeader(name))
  if (missing !== undefined) return `the header ${missing} is missing`
  return reply.hasHeader('set-cookie') && !('Set-Cookie' in headers) ? 'it sets a cookie, which is not declared' : null
}

function bodyDeviates(reply: FastifyReply, { content }: WrittenAnswer, place: string, payload: unknown): string | null {
  if (payload === undefined || payload === null || payload === '')
    return content && reply.request.method !== 'HEAD' ? 'the body is missing' : null
  const media = mediaOf(reply)
  if (!content || !(media in content)) return `${media} is not declared`
  // The body of a stream, which no schema describes.
  if (typeof payload !== 'string' || !media.endsWith('json')) return null
  const validate = validatorAt(`openapi#${place}/content/${media.replaceAll('/', '~1')}/schema`)
  return validate(payload)
}

const validators = new Map<string, (payload: string) => string | null>()

function validatorAt(schema: string): (payload: string) => string | null {
  const known = validators.get(schema)
  if (known) return known
  const validate = ajv.compile({ $ref: schema.replace(/[{}]/g, encodeURIComponent) })
  const made = (payload: string) => {
    const body: unknown = JSON.parse(payload)
    // Values may be secret, so this names only places.
    return validate(body) ? null : ajv.errorsText(validate.errors, { dataVar: 'body' }) + extraField(validate.errors)
  }
  validators.set(schema, made)
  return made
}

const extraField = (found: typeof ajv.errors) =>
  (found ?? [])
    .flatMap(({ params }) => ('additionalProperty' in params ? [` (${params.additionalProperty})`] : []))
    .join()
