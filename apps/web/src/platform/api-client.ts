import { currentSession } from '@latchkey/contracts/auth/sessions'
import type { Answer, Endpoint, SentInput } from '@latchkey/contracts/endpoint'
import { Problem } from '@latchkey/contracts/errors'
import { ApiError, OutageError } from './api-errors.ts'
import { untilTokenArrived, whileTokenChanges } from './token-lock.ts'
import { pageLanguage } from './words/page-language.ts'

const deadlineMs = 10_000

/** The input that `E` needs. Empty if the contract asks for nothing. */
type Given<E extends Endpoint> = unknown extends SentInput<E> ? Record<string, never> : SentInput<E>

/**
 * Calls an endpoint of the contract and returns its checked answer.
 * @throws {ApiError} for a problem
 * @throws {OutageError} if no answer comes within 10 seconds
 */
export async function call<E extends Endpoint>(
  endpoint: E,
  given: Given<E> & object,
  options?: RequestInit,
): Promise<Answer<E>> {
  const once = () => ask(endpoint, given, options)
  const send = () => (mayBringToken(endpoint, options) ? whileTokenChanges(once) : once())
  try {
    return await send()
  } catch (error) {
    if (!mayBeRotated(endpoint, error)) throw error
    await untilTokenArrived()
    // The guard refused it before anything was done, so it may be sent again.
    if (endpoint.path !== currentSession.path) await ask(currentSession, {})
    return send()
  }
}

/** A call with `keepalive` is sent at once: the page may close. It ends the session. */
const mayBringToken = ({ method, principals }: Endpoint, options?: RequestInit) =>
  method !== 'GET' && principals.length > 0 && !options?.keepalive

/**
 * Whether this tab or another one may just have received a new token. Then this call used the old token, and the cookie now holds the
 * new one. If no one is signed in, asking again who it is says so.
 */
function mayBeRotated({ path, principals }: Endpoint, error: unknown): boolean {
  if (principals.length === 0 || !(error instanceof ApiError)) return false
  const { code } = error.problem
  // If "who am I?" was sent without a token, the browser has none.
  return code === 'invalid_token' || (code === 'missing_token' && path !== currentSession.path)
}

async function ask<E extends Endpoint>(endpoint: E, given: object, options?: RequestInit): Promise<Answer<E>> {
  const { url, body } = request(endpoint, given)
  const { status, content, retryAfter } = await reach(url, {
    ...options,
    method: endpoint.method,
    headers: {
      accept: 'application/json',
      'accept-language': pageLanguage(),
      ...(body && { 'content-type': 'application/json' }),
    },
    signal: AbortSignal.timeout(deadlineMs),
    ...(body && { body }),
  })
  if (status === 204) return { status } as Answer<E>
  if (status >= 400) throw failure(status, content, retryAfter)
  const schema = endpoint.responses[status as keyof typeof endpoint.responses]
  if (!schema) throw new OutageError(`The contract of ${endpoint.path} has no status ${status}`)
  return { status, data: schema.parse((content as { data?: unknown } | null)?.data) } as Answer<E>
}

/** Splits the input into path, query and body, as the contract says. */
function request(endpoint: Endpoint, given: object) {
  const rest: Record<string, unknown> = { ...given }
  const take = (name: string) => {
    const value = rest[name]
    delete rest[name]
    return value
  }
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(take(name))))
  const query = new URLSearchParams()
  for (const name of Object.keys(endpoint.query?.shape ?? {})) {
    const value = take(name)
    if (value !== undefined) query.set(name, String(value))
  }
  // Not its `size`, which older browsers lack.
  const search = query.toString()
  return {
    url: search ? `${path}?${search}` : path,
    body: endpoint.body && JSON.stringify(rest),
  }
}

/** Fetches and reads the answer. An answer that is not JSON is not from the API: that is an outage. */
async function reach(
  url: string,
  init: RequestInit,
): Promise<{ status: number; content: unknown; retryAfter?: number }> {
  try {
    const response = await fetch(url, init)
    const { status, headers } = response
    if (status === 204) return { status, content: null }
    if (!headers.get('content-type')?.includes('json')) throw new OutageError(`${status} without JSON`)
    // In seconds: this API sends no dates.
    return { status, content: await response.json(), retryAfter: Number(headers.get('retry-after')) }
  } catch (error) {
    throw error instanceof OutageError ? error : new OutageError('The server could not be reached', { cause: error })
  }
}

/** A newer API may send unknown codes. They become `internal_error`, and the rest is kept. */
function failure(status: number, content: unknown, retryAfter?: number): ApiError | OutageError {
  // A provider that does not answer is no outage of this server.
  if (status >= 502 && status <= 504 && Object(content).code !== 'provider_unavailable')
    return new OutageError(`The server answered ${status}`)
  for (const candidate of [content, { ...Object(content), code: 'internal_error' }]) {
    const problem = Problem.safeParse(candidate)
    if (problem.success) return new ApiError({ ...problem.data, status }, retryAfter)
  }
  return new ApiError({
    type: 'about:blank',
    title: '',
    status,
    code: 'internal_error',
    requestId: '-',
  })
}
