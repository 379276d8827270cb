import * as z from 'zod/mini'
import { brand } from './brand.ts'
import { type Endpoint, errorCodesOf } from './endpoint.ts'
import { contracts, isEndpoint } from './endpoints.ts'
import { bodyExample, exampleOf } from './openapi-examples.ts'
import { failures, headers, openResponses, type Responses, successHeaders } from './openapi-responses.ts'
import { openComponents, type Schemas } from './openapi-schemas.ts'
import { cookieNames } from './technical.ts'

/** What the calls of a feature are about. The product's own features have the last sentence. */
const descriptions: Readonly<Record<string, string>> = {
  'sign-in': 'Signing in with address and password.',
  confirmation: 'Confirming a session before a sensitive action.',
  'second-step': 'Finishing a sign-in with a second factor.',
  'email-codes': 'Signing in with a mailed code.',
  factors: 'Your authenticator apps, passkeys and recovery codes.',
  passkeys: 'Signing in with a passkey, adding one, and a password beside it.',
  'lost-factors': 'When every second factor is lost.',
  sessions: 'Who is signed in, where, and how a session ends.',
  guards: 'For a second service that accepts the same sessions.',
  identities: 'Signing in with Google, GitHub, Microsoft, Apple or another provider, and linking an account there.',
  'sign-up': 'Asking for an account, and proving the address.',
  'sign-up-by-passkey': 'Signing up with a passkey in place of a password.',
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

interface Parts {
  readonly schemas: Schemas
  readonly responses: Responses
}

const calls: readonly Call[] = Object.entries(contracts).flatMap(([tag, contract]) =>
  Object.entries<unknown>(contract).flatMap(([operationId, exported]) =>
    isEndpoint(exported) ? [{ operationId, tag, endpoint: exported }] : [],
  ),
)

/** The whole API as an OpenAPI 3.1 document, made from the endpoints that the server registers. */
export function openApiDocument() {
  const schemas = openComponents()
  const parts = { schemas, responses: openResponses(schemas) }
  const paths = Object.fromEntries(pathsOf(parts))
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
      responses: parts.responses.used(),
      headers,
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'API clients send the `token` that a sign-in with `"delivery": "bearer"` returned.',
        },
        guard: {
          type: 'http',
          scheme: 'bearer',
          description: 'A second service sends one of the secrets in GUARD_SECRETS.',
        },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: `__Host-${cookieNames.session}`,
          description:
            'Browsers send it by themselves. Only pages of the same origin may use it for calls that change something. A server at an ' +
            'http address, and Safari at http://localhost, leave the prefix `__Host-` out.',
        },
      },
    },
  }
}

/** Sorted by path and method, so the order of the endpoints in code does not matter. */
function pathsOf(parts: Parts): Map<string, Record<string, ReturnType<typeof operation>>> {
  const paths: ReturnType<typeof pathsOf> = new Map()
  const key = ({ endpoint: { path, method } }: Call) => `${path} ${method}`
  for (const call of calls.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))) {
    const path = call.endpoint.path.replace(/:(\w+)/g, '{$1}')
    paths.set(path, { ...paths.get(path), [call.endpoint.method.toLowerCase()]: operation(call, parts) })
  }
  return paths
}

function operation({ operationId, tag, endpoint }: Call, { schemas, responses }: Parts) {
  const { params, query, body } = endpoint
  const parameters = [...parametersOf(params, 'path', schemas), ...parametersOf(query, 'query', schemas)]
  return {
    operationId,
    tags: [tag],
    summary: endpoint.summary,
    // An empty list says that anyone may call.
    security: securityOf(endpoint),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: { required: true, content: bodyContent(operationId, endpoint.bodyMedia, body, schemas) },
    }),
    responses: { ...successes(endpoint, schemas), ...failures(endpoint, responses) },
  }
}

function securityOf(endpoint: Endpoint) {
  if (endpoint.principals.includes('guard')) return [{ guard: [] }]
  return errorCodesOf(endpoint).has('missing_token') ? [{ bearer: [] }, { cookie: [] }] : []
}

function bodyContent(operationId: string, media: Endpoint['bodyMedia'], body: z.ZodMiniType, schemas: Schemas) {
  const schema = schemas.of(body, 'input')
  return { [media]: { schema, example: bodyExample(operationId, schema, schemas.named) } }
}

const parametersOf = (fields: z.ZodMiniObject | undefined, place: 'path' | 'query', schemas: Schemas) =>
  Object.entries(fields?.shape ?? {}).map(([name, field]) => {
    const schema = schemas.of(field as z.ZodMiniType, 'input')
    return {
      name,
      in: place,
      required: place === 'path' || !z.safeParse(field as z.ZodMiniType, undefined).success,
      schema,
      example: exampleOf(schema, schemas.named, name),
    }
  })

const successes = (endpoint: Endpoint, schemas: Schemas) =>
  Object.fromEntries(
    Object.entries(endpoint.responses).map(([status, data]) => [
      status,
      { headers: successHeaders(endpoint, Number(status)), ...success(endpoint, data, schemas) },
    ]),
  )

function success({ summary: description, media }: Endpoint, data: z.ZodMiniType | null, schemas: Schemas) {
  if (data === null && media === 'application/json') return { description: 'Done. The answer has no body.' }
  if (data === null) return { description, content: { [media]: { schema: { type: 'string' } } } }
  const schema = schemas.of(z.object({ data }), 'output')
  return { description, content: { 'application/json': { schema, example: exampleOf(schema, schemas.named) } } }
}
