import { passwordState, pendingEmail } from '@latchkey/contracts/auth/account'
import { type ListedEvent, listActivity } from '@latchkey/contracts/auth/activity'
import type { Device } from '@latchkey/contracts/auth/clients'
import { confirmOptions } from '@latchkey/contracts/auth/confirmation'
import { type ListedSession, listSessions } from '@latchkey/contracts/auth/devices'
import { type Factors, factors } from '@latchkey/contracts/auth/factors'
import { identities } from '@latchkey/contracts/auth/identities'
import { providers } from '@latchkey/contracts/auth/listed-providers'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signInOptions } from '@latchkey/contracts/auth/sign-in'
import { signUpState } from '@latchkey/contracts/auth/sign-up'
import type { Answer, Endpoint } from '@latchkey/contracts/endpoint'
import { type ErrorCode, errorStatuses, type Problem } from '@latchkey/contracts/errors'
import { ready } from '@latchkey/contracts/platform/health'
import { readPrivate } from '@latchkey/contracts/product/example'
import { problems } from '@latchkey/contracts/words/en/problems'

/** Further fields of a problem, and its Retry-After header. */
type More = Partial<Problem> & { retryAfterSeconds?: number }

type Handler = (body: unknown) => Response | Promise<Response>

export type FakeApi = ReturnType<typeof fakeApi>

/** Replaces the network: an answer for each endpoint, and a record of the requests. */
export function fakeApi() {
  const handlers = new Map<string, Handler>()
  const asked: string[] = []
  const key = ({ method, path }: Endpoint) => `${method} ${path.replace(/:\w+/g, '[^/]+')}`

  // Not by Vitest, because the gallery has this network too.
  globalThis.fetch = async (input, { method = 'GET', body } = {}) => {
    const url = String(input)
    asked.push(`${method} ${url}`)
    const handlerOf = (asked: string) => [...handlers].find(([pattern]) => new RegExp(`^${pattern}$`).test(asked))
    // An answer for this very query comes first.
    const found = handlerOf(`${method} ${url}`) ?? handlerOf(`${method} ${url.replace(/\?.*/, '')}`)
    if (!found) throw new Error(`no answer for ${method} ${url}`)
    return found[1](body && JSON.parse(String(body)))
  }

  const api = {
    asked,
    on: (endpoint: Endpoint, handler: Handler) => handlers.set(key(endpoint), handler),
    answer: <E extends Endpoint>(endpoint: E, answer: Answer<E>) =>
      api.on(endpoint, () =>
        answer.status === 204 ? new Response(null, { status: 204 }) : Response.json(answer, { status: answer.status }),
      ),
    refuse: (endpoint: Endpoint, code: ErrorCode, more: More = {}) => api.on(endpoint, () => problem(code, more)),
    /** From now on the network fails, for these endpoints or for all that were set up. */
    disconnect: (...endpoints: Endpoint[]) => {
      for (const name of endpoints.length > 0 ? endpoints.map(key) : handlers.keys())
        handlers.set(name, () => Promise.reject(new TypeError('fetch failed')))
    },
    signedIn(sessions: ListedSession[] = [aSession({ current: true })]) {
      const [session = aSession()] = sessions
      api.answer(currentSession, { status: 200, data: { user, session, mustAddFactor: false, isAdmin: false } })
      api.answer(confirmOptions, { status: 200, data: { methods: ['password'], passkey: null, providers: [] } })
      api.answer(readPrivate, { status: 200, data: { message: 'Only for you.' } })
      api.answer(listSessions, { status: 200, data: sessions })
      api.answer(passwordState, { status: 200, data: { password: { changedAt: instant, strangersRefusedAt: null } } })
      api.answer(factors, { status: 200, data: noFactors })
      api.answer(listActivity, { status: 200, data: { events: [], next: null } })
      api.answer(pendingEmail, { status: 200, data: { pending: null } })
      api.answer(providers, { status: 200, data: [] })
      api.answer(identities, { status: 200, data: [] })
      // For the dialog that signs in again.
      api.answer(signInOptions, { status: 200, data: { rememberedSeconds: 2_592_000, emailCode: false } })
      api.answer(ready, { status: 200, data: { status: 'ok' } })
    },
    signedOut() {
      api.refuse(currentSession, 'missing_token')
      api.answer(providers, { status: 200, data: [] })
      api.answer(signInOptions, { status: 200, data: { rememberedSeconds: 2_592_000, emailCode: true } })
      api.answer(signUpState, { status: 200, data: { finished: false } })
      api.answer(ready, { status: 200, data: { status: 'ok' } })
    },
  }
  return api
}

/** A problem as the API sends it. */
export function problem(code: ErrorCode, { retryAfterSeconds, ...more }: More = {}): Response {
  const status = errorStatuses[code]
  const body = { type: 'about:blank', title: problems[code], status, code, requestId: 'req-1', ...more }
  const headers = {
    'content-type': 'application/problem+json',
    ...(retryAfterSeconds && { 'retry-after': String(retryAfterSeconds) }),
  }
  return Response.json(body, { status: body.status, headers })
}

export const noFactors: Factors = {
  totp: [],
  passkeys: [],
  recoveryCodes: null,
  required: false,
  password: { changedAt: '2026-11-23T14:02:00.000Z', strangersRefusedAt: null },
  resetAt: null,
}

const instant = '2026-11-23T14:02:00.000Z'

export const user = {
  id: '019ab000-0000-7000-8000-0000000000aa',
  email: 'ada@example.com',
  name: 'Ada',
  language: null,
  timeZone: 'Europe/London',
  createdAt: instant,
}

export const aPhone: Device = { browser: 'Safari', os: 'iOS', model: 'iPhone', type: 'phone' }

export const aSession = (more: Partial<ListedSession> = {}): ListedSession => ({
  id: '019ab000-0000-7000-8000-000000000001',
  current: false,
  delivery: 'cookie',
  createdAt: instant,
  lastSeenAt: instant,
  expiresAt: '2026-12-23T14:02:00.000Z',
  revoked: false,
  revokedAt: null,
  endReason: null,
  ip: '203.0.113.7',
  device: { browser: 'Firefox', os: 'Linux', model: null, type: 'computer' },
  // Each session on a device of its own.
  deviceId: more.id ?? '019ab000-0000-7000-8000-000000000001',
  name: null,
  firstSeenAt: instant,
  trustedUntil: null,
  place: null,
  ...more,
})

export const anEvent = (number: number, more: Partial<ListedEvent> = {}): ListedEvent => {
  const { ip, device } = aSession()
  return {
    id: `019ab000-0000-7000-8000-${String(number).padStart(12, '0')}`,
    at: instant,
    kind: 'signed_in',
    count: 1,
    current: false,
    ip,
    device,
    newDevice: false,
    place: null,
    about: { ...device, name: null, id: aSession().deviceId },
    ...more,
  }
}
