import { type Endpoint, errorCodesOf, statusOf } from './endpoint.ts'
import { type ErrorCode, errorStatuses } from './errors.ts'
import type { WrittenAnswer } from './openapi-reading.ts'
import type { Schemas } from './openapi-schemas.ts'
import { problemTypePrefix } from './technical.ts'
import { problems } from './words/en/problems.ts'

/** The headers that answers share. */
export const headers = {
  Location: {
    description: 'The page of the app where the browser goes on.',
    required: true,
    schema: { type: 'string' },
    example: '/devices',
  },
  'Retry-After': {
    description: 'How many seconds to wait before the next attempt.',
    required: true,
    schema: { type: 'integer', minimum: 1 },
    example: 60,
  },
  'Set-Cookie': {
    description: 'A cookie of ours is set or deleted. Only a browser gets one.',
    schema: { type: 'string' },
    example: '__Host-latchkey=lk_…; Path=/; HttpOnly; Secure; SameSite=Lax',
  },
  'WWW-Authenticate': {
    description: 'How to authenticate (RFC 9110).',
    required: true,
    schema: { type: 'string' },
    example: 'Bearer',
  },
  'X-Request-Id': {
    description: 'Names this request in the log of the server.',
    required: true,
    schema: { type: 'string' },
    example: '6f1c2d2e-1c1b-4a43-9d0c-2f1f2c7f0b7a',
  },
} as const

const referTo = (...names: (keyof typeof headers)[]) =>
  Object.fromEntries(names.map(name => [name, { $ref: `#/components/headers/${name}` }]))

/**
 * The calls whose answers may set or delete cookies, beside those behind the guard, which may do so at every answer. Apart from the
 * contracts, because no page needs it. The test API refuses an answer with a cookie that is not declared here.
 */
const settingCookies: ReadonlySet<string> = new Set([
  'POST /api/passwords/reset',
  'POST /api/sessions/email_code',
  'POST /api/sessions/email_code/verify',
  'POST /api/sessions/factor',
  'POST /api/sessions/passkey',
  'POST /api/sessions/passkey/options',
  'POST /api/sessions/sign_in',
  'POST /api/sessions/with/:provider',
  'GET /api/sessions/with/:provider/callback',
  'POST /api/sessions/with/link',
  'DELETE /api/sessions/sign_out',
  'POST /api/users/passkey',
  'POST /api/users/passkey/options',
  'POST /api/users/sign_up',
  'POST /api/users/verify',
])
const setsCookies = ({ method, path }: Endpoint): boolean =>
  path.startsWith('/api/restricted/') || settingCookies.has(`${method} ${path}`)

/** The headers of a success of this call. */
export const successHeaders = (endpoint: Endpoint, status: number) =>
  referTo(
    'X-Request-Id',
    ...(status === 303 ? (['Location'] as const) : []),
    ...(setsCookies(endpoint) ? (['Set-Cookie'] as const) : []),
  )

/** What stands in a call in place of a shared answer. */
type Reference = Pick<WrittenAnswer, '$ref'> & { readonly $ref: string }

/** The errors of one document: calls with the same codes share their answer, by its name. */
export interface Responses {
  /** Refers to the answer with these codes. */
  of(codes: readonly ErrorCode[], status: number, setsCookies: boolean): Reference
  /** The answers that were referred to, sorted by name. */
  used(): Record<string, WrittenAnswer>
}

export function openResponses(schemas: Schemas): Responses {
  const kept = new Map<string, WrittenAnswer>()
  return {
    of(codes, status, setsCookies) {
      const sorted = codes.toSorted()
      const name = nameOf(sorted, status) + (setsCookies && status === 401 ? 'OrCookie' : '')
      kept.set(name, answerOf(sorted, status, setsCookies, schemas))
      return { $ref: `#/components/responses/${name}` }
    },
    used: () => Object.fromEntries([...kept].sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

/** The codes, and the status where it is not the usual one of theirs. */
function nameOf(codes: readonly ErrorCode[], status: number): string {
  const isUsual = codes.every(code => errorStatuses[code] === status)
  return codes.map(pascal).join('Or') + (isUsual ? '' : String(status))
}

const pascal = (code: string) => code.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())

function answerOf(codes: readonly ErrorCode[], status: number, setsCookies: boolean, schemas: Schemas): WrittenAnswer {
  return {
    description: codes.map(code => `\`${code}\`: ${problems[code]}`).join(' '),
    headers: referTo(
      'X-Request-Id',
      ...(status === 401 ? (['WWW-Authenticate'] as const) : []),
      ...(status === 429 || status === 503 ? (['Retry-After'] as const) : []),
      ...(setsCookies && status === 401 ? (['Set-Cookie'] as const) : []),
    ),
    content: {
      'application/problem+json': {
        schema: { allOf: [schemas.problem(), { type: 'object', properties: { code: { enum: codes } } }] },
        examples: Object.fromEntries(
          codes.map(code => [code, { summary: problems[code], value: example(code, status) }]),
        ),
      },
    },
  }
}

const example = (code: ErrorCode, status: number) => ({
  type: problemTypePrefix + code,
  title: problems[code],
  status,
  code,
  requestId: headers['X-Request-Id'].example,
})

/** The errors of this call by their status. */
export function failures(endpoint: Endpoint, responses: Responses): Record<number, Reference> {
  const byStatus = Map.groupBy<number, ErrorCode>(errorCodesOf(endpoint), code => statusOf(endpoint, code))
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [status, responses.of(codes, status, setsCookies(endpoint))]),
  )
}
