import * as z from 'zod/mini'
import { brand } from './brand.ts'
import { type Endpoint, statusOf } from './endpoint.ts'
import { endpoints } from './endpoints.ts'
import { type ErrorCode, errors, Problem } from './errors.ts'
import { cookieNames } from './technical.ts'

/** The whole API as an OpenAPI 3.1 document, made from the endpoints that the server registers. */
export function openApiDocument() {
  return {
    openapi: '3.1.0',
    info: { title: brand.name, version: '1', license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    paths: Object.fromEntries(pathsOf(endpoints)),
    components: {
      schemas: { Problem: jsonSchema(Problem, 'output') },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: `__Host-${cookieNames.session}` },
      },
    },
  }
}

/** Sorted by path and method, so the order of the endpoints in code does not matter. */
function pathsOf(all: readonly Endpoint[]): Map<string, Record<string, ReturnType<typeof operation>>> {
  const paths: ReturnType<typeof pathsOf> = new Map()
  const key = ({ path, method }: Endpoint) => `${path} ${method}`
  for (const endpoint of all.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
    paths.set(path, { ...paths.get(path), [endpoint.method.toLowerCase()]: operation(endpoint) })
  }
  return paths
}

function operation(endpoint: Endpoint) {
  const parameters = [...parametersOf(endpoint.params, 'path'), ...parametersOf(endpoint.query, 'query')]
  return {
    summary: endpoint.summary,
    ...(endpoint.principals.length > 0 && { security: [{ bearer: [] }, { cookie: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(endpoint.body && {
      requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(endpoint.body, 'input') } } },
    }),
    responses: { ...successes(endpoint), ...failures(endpoint) },
  }
}

const parametersOf = (fields: z.ZodMiniObject | undefined, place: 'path' | 'query') =>
  Object.entries(fields?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || !z.safeParse(schema as z.ZodMiniType, undefined).success,
    schema: jsonSchema(schema as z.ZodMiniType, 'input'),
  }))

const successes = (endpoint: Endpoint) =>
  Object.fromEntries(
    Object.entries(endpoint.responses).map(([status, data]) => [
      status,
      data
        ? {
            description: endpoint.summary,
            content: { 'application/json': { schema: jsonSchema(z.object({ data }), 'output') } },
          }
        : endpoint.media === 'application/json'
          ? { description: 'Done. The answer has no body.' }
          : { description: endpoint.summary, content: { [endpoint.media]: {} } },
    ]),
  )

const retryAfter = {
  description: 'How many seconds to wait before the next attempt.',
  required: true,
  schema: { type: 'integer', minimum: 1 },
}

function failures(endpoint: Endpoint): Record<number, object> {
  const byStatus = Map.groupBy<number, ErrorCode>(endpoint.errors, code => statusOf(endpoint, code))
  const described = [...byStatus].map(([status, codes]) => [
    status,
    {
      description: codes.map(code => `\`${code}\`: ${errors[code].title}`).join(' '),
      ...((status === 429 || status === 503) && { headers: { 'Retry-After': retryAfter } }),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ])
  return Object.fromEntries(described)
}

function jsonSchema(schema: z.ZodMiniType, io: 'input' | 'output'): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io })
  return rest
}
