import { listActivity } from '@latchkey/contracts/auth/activity'
import { revokeSession } from '@latchkey/contracts/auth/devices'
import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import * as german from '@latchkey/contracts/words/de/web'
import * as english from '@latchkey/contracts/words/en/web'
import type { Words } from '@latchkey/contracts/words/web'
import { beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest'
import { call } from './api-client.ts'
import { ApiError, OutageError, sentenceFor, unauthenticated } from './api-errors.ts'
import { createCatalogue } from './words/catalogue.ts'

const id = '019ab000-0000-7000-8000-000000000001'
const problem = { type: 'about:blank', title: 'No.', status: 404, code: 'not_found', requestId: 'req-9' }

type Behaviour = () => Promise<Response>

let answer: Behaviour
let received: { method: string; url: string; type: string | null; body: string }
let language: string | null

beforeEach(() => {
  vi.stubGlobal('fetch', (url: string, init: RequestInit & { method: string }) => {
    const headers = new Headers(init.headers)
    const type = headers.get('content-type')
    language = headers.get('accept-language')
    received = { method: init.method, url, type, body: String(init.body ?? '') }
    return answer()
  })
})

const text =
  (status: number, body: string, type = 'application/json'): Behaviour =>
  async () =>
    new Response(body, { status, headers: { 'content-type': type } })
const json = (status: number, body: unknown, type?: string) => text(status, JSON.stringify(body), type)

describe('call', () => {
  it('puts parameters into the path, and sends no body if the contract has none', async () => {
    answer = json(404, problem, 'application/problem+json')
    await expect(call(revokeSession, { id: '../x?y' })).rejects.toBeInstanceOf(ApiError)
    expect(received).toEqual({
      method: 'POST',
      url: '/api/restricted/sessions/..%2Fx%3Fy/revoke',
      type: null,
      body: '',
    })
  })

  it('sends the rest as JSON', async () => {
    answer = json(401, { ...problem, status: 401, code: 'invalid_credentials' })
    const typed = { email: 'a@b.co', password: 'p', delivery: 'cookie' } as const
    await expect(call(signIn, typed)).rejects.toMatchObject({ problem: { code: 'invalid_credentials' } })
    expect(received).toMatchObject({ type: 'application/json', body: JSON.stringify(typed) })
  })

  it('puts the query into the address, also in a browser whose queries have no size', async () => {
    const { size } = Object.getOwnPropertyDescriptors(URLSearchParams.prototype)
    Reflect.deleteProperty(URLSearchParams.prototype, 'size')
    answer = json(404, problem, 'application/problem+json')
    await call(listActivity, { before: id }).catch(() => undefined)
    if (size) Object.defineProperty(URLSearchParams.prototype, 'size', size)
    expect(received.url).toBe(`${listActivity.path}?before=${id}`)
  })

  it('asks for the language of the page, and not for that of a translation', async () => {
    createCatalogue('de', german)
    document.documentElement.lang = 'fr'
    answer = async () => new Response(null, { status: 204 })
    await call(signOut, {})
    createCatalogue('en', english)
    expect(language).toBe('de')
  })

  it('returns only the status of an empty answer', async () => {
    answer = async () => new Response(null, { status: 204 })
    expect(await call(signOut, {})).toEqual({ status: 204 })
  })

  it('refuses an answer that does not match the contract', async () => {
    answer = json(200, { data: { user: {}, session: {} } })
    await expect(call(currentSession, {})).rejects.not.toBeInstanceOf(OutageError)
  })

  it('reads an unknown code as a server error, and keeps the request id', async () => {
    answer = json(409, { ...problem, code: 'from_the_future' })
    const error = await call(signOut, {}).catch(error => error)
    expect(error).toMatchObject({ problem: { code: 'internal_error', status: 409, requestId: 'req-9' } })
  })

  it('names the request id in the sentence for a server error', async () => {
    answer = json(500, { ...problem, status: 500, code: 'internal_error' })
    expect(sentenceFor(english.start as Words, await call(signOut, {}).catch(error => error))).toContain('req-9')
  })

  it.each<[string, Behaviour]>([
    ['a server that closes the connection', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['a server that never answers', () => Promise.reject(new DOMException('Too late', 'TimeoutError'))],
    ['a database that is down', json(503, { ...problem, status: 503, code: 'unavailable' })],
    ['a proxy without a server', text(502, '<h1>Bad gateway</h1>', 'text/html')],
    ["Vite's proxy while the API starts", text(500, '', 'text/plain')],
    ['a captive portal', text(200, '<h1>Welcome to our Wi-Fi</h1>', 'text/html')],
    ['half an answer', text(200, '{"data":')],
  ])('calls %s an outage', async (_name, behaviour) => {
    answer = behaviour
    const error = await call(currentSession, {}).catch(error => error)
    expect(error).toBeInstanceOf(OutageError)
    expect(unauthenticated(error)).toBeUndefined()
  })

  it('is typed by the contract', () => {
    // Never called: these lines are for the compiler.
    const mistakes = () => [
      // @ts-expect-error: the path needs an id
      call(revokeSession, {}),
      // @ts-expect-error: the contract has no such field
      call(revokeSession, { id, force: true }),
      // @ts-expect-error: this contract has no input
      call(currentSession, { verbose: true }),
      // @ts-expect-error: a password is missing
      call(signIn, { email: 'a@b.co' }),
    ]
    expect(mistakes).toBeTypeOf('function')
    expectTypeOf(call<typeof signOut>).returns.resolves.toEqualTypeOf<{ status: 204 }>()
  })
})
