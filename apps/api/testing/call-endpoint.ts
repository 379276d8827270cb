import assert from 'node:assert/strict'
import { type Answer, type Endpoint, errorCodesOf, type SentInput, statusOf } from '@latchkey/contracts/endpoint'
import { Problem } from '@latchkey/contracts/errors'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import * as z from 'zod/mini'

/** How a client identifies itself: with a bearer token, or as a browser with its cookie. */
export interface Caller {
  token?: string
  cookie?: string
  /** Whether the request comes from our own pages, according to `Sec-Fetch-Site`. */
  sameOrigin?: boolean
  headers?: Record<string, string>
}

/** The `cookie` header that a browser sends after this response. */
export const cookiesOf = ({ cookies }: LightMyRequestResponse): string =>
  cookies
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ')

/** The data of 200, if the endpoint answers that; else of its other success. */
type DataOf<E extends Endpoint> = E['responses'] extends { 200: unknown }
  ? Extract<Answer<E>, { status: 200; data: unknown }>['data']
  : Extract<Answer<E>, { data: unknown }>['data']

type AcceptedOf<E extends Endpoint> = Extract<Answer<E>, { status: 202; data: unknown }>['data']

export interface TestAnswer<E extends Endpoint> {
  readonly status: number
  readonly response: LightMyRequestResponse
  /** The data of a success; fails the test if the answer is a problem. */
  readonly data: DataOf<E>
  /** The data of 202; fails the test if the answer is another. */
  readonly accepted: AcceptedOf<E>
  /** The problem; fails the test if the answer is a success. */
  readonly problem: Problem
}

/** Calls an endpoint by its contract, and checks the answer against it: no undeclared status, code or field. */
export async function callEndpoint<E extends Endpoint>(
  app: FastifyInstance,
  endpoint: E,
  input: SentInput<E>,
  caller: Caller,
): Promise<TestAnswer<E>> {
  const rest = { ...(input as Record<string, unknown>) }
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = encodeURIComponent(String(rest[name]))
    delete rest[name]
    return value
  })
  const query = endpoint.query ? `?${new URLSearchParams(rest as Record<string, string>)}` : ''
  const url = path + query
  const response = await app.inject({
    method: endpoint.method,
    url,
    headers: {
      ...(caller.token !== undefined && { authorization: `Bearer ${caller.token}` }),
      ...(caller.cookie !== undefined && { cookie: caller.cookie }),
      ...(caller.sameOrigin && { 'sec-fetch-site': 'same-origin' }),
      ...caller.headers,
    },
    ...(endpoint.body && { payload: rest }),
  })
  return answerOf(endpoint, response)
}

/** The answer; reading `data` or `problem` checks it against the contract. */
export function answerOf<E extends Endpoint>(endpoint: E, response: LightMyRequestResponse): TestAnswer<E> {
  const status = response.statusCode
  const promised = endpoint.responses[status as keyof typeof endpoint.responses]
  return {
    status,
    response,
    get data() {
      if (endpoint.responses[200]) assert.notEqual(status, 202, response.body)
      assert.ok(promised, `${endpoint.method} ${endpoint.path} answered ${status}: ${response.body}`)
      return exactly(z.object({ data: promised }), response).data as DataOf<E>
    },
    get accepted() {
      assert.equal(status, 202, response.body)
      return exactly(z.object({ data: endpoint.responses[202] as z.ZodMiniType }), response).data as AcceptedOf<E>
    },
    get problem() {
      const problem = exactly(Problem, response)
      assert.ok(errorCodesOf(endpoint).has(problem.code), `${endpoint.path} does not declare ${problem.code}`)
      assert.equal(statusOf(endpoint, problem.code), status)
      return problem
    },
  }
}

/** Parses the body of `response`; fails the test if it has less or more than `schema`. */
function exactly<S extends z.ZodMiniType>(schema: S, response: LightMyRequestResponse): z.output<S> {
  const body: unknown = response.json()
  const parsed = z.parse(schema, body)
  assert.deepEqual(body, parsed)
  return parsed
}
