import * as z from 'zod/mini'
import { brand } from './brand.ts'
import { type Endpoint, errorCodesOf, statusOf } from './endpoint.ts'
import { contracts, isEndpoint } from './endpoints.ts'
import type { ErrorCode } from './errors.ts'
import { openComponents, type Schemas } from './openapi-schemas.ts'
import { cookieNames } from './technical.ts'
import { problems } from './words/en/problems.ts'

/** What the calls of a feature are about. The product's own features have the last sentence. */
const descriptions: Readonly<Record<string, string>> = {
  'sign-in': 'Signing in, and confirming a session with the password.',
  sessions: 'Who is signed in, where, and how a session ends.',
  'sign-up': 'Asking for an account, and proving the address.',
  recovery: 'A forgotten password, and an account that somebody else used.',
  'leaked-tokens': 'Tokens that became public.',
  account: 'The name, address, password, export and deletion of your account.',
  activity: 'What happened to your account.',
  admin: 'What admins see of people, and do to their accounts. Everybody else gets `not_found`.',
  gallery: 'Examples of the mails. Development only.',
  mailbox: 'Mails that are stored instead of sent. Development only.',
  reports: 'Reports of browsers.',
  health: 'Whether the server runs and can work.',
}
const productDescription = 'Calls of the product.'

/** One call, with its names for generators: those of its export and of its feature. */
interface Call {
  readonly operationId: string
  readonly tag: string
  readonly endpoint: Endpoint
}

const calls: readonly Call[] = Object.entries(contracts).flatMap(([tag, contract]) =>
  Object.entries<unknown>(contract).flatMap(([operationId, exported]) =>
    isEndpoint(exported) ? [{ operationId, tag, endpoint: exported }] : [],
  ),
)

/** The whole API as an OpenAPI 3.1 document, made from the endpoints that the server registers. */
export function openApiDocument() {
  const schemas = openComponents()
  const paths = Object.fromEntries(pathsOf(schemas))
  return {
    openapi: '3.1.0',
    info: {
      title: brand.name,
      version: '1',
      description:
        'Every error is a problem (RFC 9457), and its `code` is one of a closed list. A path that is described here answers other ' +
        'methods by 405, and `OPTIONS` by 204, with the header `Allow`. Any request may also get `invalid_request`, `request_timeout` or ' +
        '`headers_too_large`, if it breaks the rules of HTTP.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: Object.keys(contracts).map(name => ({ name, description: descriptions[name] ?? productDescription })),
    paths,
    components: {
      schemas: schemas.used(),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: `__Host-${cookieNames.session}` },
      },
    },
  }
}

/** Sorted by path and method, so the order of the endpoints in code does not matter. */
function pathsOf(schemas: Schemas): Map<string, Record<string, ReturnType<typeof operation>>> {
  const paths: ReturnType<typeof pathsOf> = new Map()
  const key = ({ endpoint: { path, method } }: Call) => `${path} ${method}`
  for (const call of calls.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))) {
    const path = call.endpoint.path.replace(/:(\w+)/g, '{$1}')
    paths.set(path, { ...paths.get(path), [call.endpoint.method.toLowerCase()]: operation(call, schemas) })
  }
  return paths
}

function operation({ operationId, tag, endpoint }: Call, schemas: Schemas) {
  const { params, query, body } = endpoint
  const parameters = [...parametersOf(params, 'path', schemas), ...parametersOf(query, 'query', schemas)]
  return {
    operationId,
    tags: [tag],
    summary: endpoint.summary,
    // An empty list says that anyone may call.
    security: errorCodesOf(endpoint).has('missing_token') ? [{ bearer: [] }, { cookie: [] }] : [],
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemas.of(body, 'input') } } },
    }),
    responses: { ...successes(endpoint, schemas), ...failures(endpoint, schemas) },
  }
}

const parametersOf = (fields: z.ZodMiniObject | undefined, place: 'path' | 'query', schemas: Schemas) =>
  Object.entries(fields?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || !z.safeParse(schema as z.ZodMiniType, undefined).success,
    schema: schemas.of(schema as z.ZodMiniType, 'input'),
  }))

const successes = (endpoint: Endpoint, schemas: Schemas) =>
  Object.fromEntries(
    Object.entries(endpoint.responses).map(([status, data]) => [
      status,
      data
        ? {
            description: endpoint.summary,
            content: { 'application/json': { schema: schemas.of(z.object({ data }), 'output') } },
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

function failures(endpoint: Endpoint, schemas: Schemas): Record<number, object> {
  const byStatus = Map.groupBy<number, ErrorCode>(errorCodesOf(endpoint), code => statusOf(endpoint, code))
  const described = [...byStatus].map(([status, codes]) => [
    status,
    {
      description: codes.map(code => `\`${code}\`: ${problems[code]}`).join(' '),
      ...((status === 429 || status === 503) && { headers: { 'Retry-After': retryAfter } }),
      content: { 'application/problem+json': { schema: schemas.problem() } },
    },
  ])
  return Object.fromEntries(described)
}
