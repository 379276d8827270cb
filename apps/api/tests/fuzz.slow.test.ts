import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { changePassword, deleteUser } from '@latchkey/contracts/auth/account'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { revokeSession } from '@latchkey/contracts/auth/devices'
import { currentSession, events, type Session, signOut } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import type { Endpoint } from '@latchkey/contracts/endpoint'
import { endpoints } from '@latchkey/contracts/endpoints'
import fc from 'fast-check'
import type { LightMyRequestResponse } from 'fastify'
import { afterAll, describe, expect, it } from 'vitest'
import { rightInput as productInput } from '../src/product/test-facts.ts'
import { answerOf, type Caller } from '../testing/call-endpoint.ts'
import { signInConfirmed } from '../testing/confirmed.ts'
import { asHeader, brokenBody, naughtyStrings, oddBody } from '../testing/naughty.ts'
import { testApi } from '../testing/test.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** How many calls were made so far. */
    calls?: number
  }
}

/** `pnpm attack fuzz` sets another seed and more runs; every naughty string then goes to every place, too. */
const seed = Number(process.env.FUZZ_SEED ?? 5)
const numRuns = Number(process.env.FUZZ_RUNS ?? 10)
const isThorough = process.env.FUZZ_RUNS !== undefined
/** In a short run, one of this many naughty strings goes to each place. */
const share = 120
const timeout = isThorough ? 600_000 : 60_000

const harmlessHeaders = [
  'user-agent',
  'accept',
  'accept-language',
  'host',
  'referer',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-request-id',
  'if-none-match',
]
/** Headers that affect the request, each with the prefix that makes its value meaningful. */
const effectiveHeaders = [
  ['authorization', 'Bearer '],
  ['cookie', '__Host-latchkey='],
  ['origin', 'http://'],
  ['content-type', 'application/json; charset='],
  ['sec-fetch-site', 'same-origin, '],
] as const

const DATA_DIR = await mkdtemp(path.join(tmpdir(), 'latchkey-fuzz-'))
afterAll(() => rm(DATA_DIR, { recursive: true }))
const api = await testApi({ environment: { DATA_DIR, TRUST_PROXY: 'loopback' } })
const anotherUser = await api.createUser()

interface Person {
  caller: Caller
  user: { id: string; email: string; password: string }
  session: Session
}
type User = Person['user']

const signIns = {
  browser: (user: User) => api.signIn(user, { delivery: 'cookie' }),
  client: (user: User) => signInConfirmed(api, user),
}
type Kind = keyof typeof signIns
const people = { browser: await newPerson('browser'), client: await newPerson('client') }

async function newPerson(kind: Kind): Promise<Person> {
  const user = await api.createUser()
  return { user, ...(await signIns[kind](user)) }
}

/** If these succeed, the caller's session has ended or has another token. */
const ending = new Set<Endpoint>([signIn, signOut, confirm, changePassword, deleteUser, revokeSession])

/** The shape of an answer of a passkey, both to sign in and to be added. */
const passkey = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  response: {
    ...{ clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA', attestationObject: 'AAAA' },
    userHandle: null,
  },
}

/** For each input, values that its schema accepts, so that the request gets far. */
function rightInput(
  { path, body }: Endpoint,
  { user, session }: Person,
): { id: string; fields: Record<string, unknown> } {
  const right: Record<string, unknown> = {
    ...productInput,
    email: anotherUser.email,
    password: body === signIn.body ? anotherUser.password : user.password,
    currentPassword: user.password,
    newPassword: 'seven lanterns under a bridge',
    remember: true,
    choose: true,
    delivery: 'cookie',
    name: 'Ada',
    language: 'de',
    timeZone: 'Europe/Berlin',
    code: '123456',
    token: `lk_${'a'.repeat(86)}`,
    challenge: `lk_${'a'.repeat(86)}`,
    method: body && 'password' in body.shape ? undefined : 'totp',
    trustBrowser: true,
    credential: passkey,
    search: anotherUser.email,
    state: 'disabled',
    after: anotherUser.id,
    id: anotherUser.id,
    required: true,
    at: 1,
    proof: 'a'.repeat(43),
    return: '/devices',
    redirect: undefined,
    codeChallenge: undefined,
    verifier: 'a'.repeat(43),
    logout_token: 'a.b.c',
  }
  const names = Object.keys(body?.shape ?? {})
  const unknown = names.filter(name => !(name in right))
  if (unknown.length > 0)
    throw new Error(
      `Give each field a value that its schema accepts, in rightInput or in product/test-facts.ts: ${unknown}`,
    )
  const id = path.includes(':provider') ? 'nowhere' : session.id
  return { id, fields: Object.fromEntries(names.map(name => [name, right[name]])) }
}

interface Attempt {
  body?: string | Buffer
  id?: string
  query?: string
  headers?: Record<string, string>
}

let calls = 0

/** Calls the endpoint, and checks any answer against the contract. */
async function attempt(endpoint: Endpoint, kind: Kind | null, { body, id = '0', query = '', headers }: Attempt) {
  const { token, cookie } = kind ? people[kind].caller : {}
  calls += 1
  const response = await api.app.inject({
    method: endpoint.method,
    url: endpoint.path.replace(/:\w+/, encodeURIComponent(id)) + query,
    headers: {
      'sec-fetch-site': 'same-origin',
      // Each from another network, so that no limit refuses it.
      'x-forwarded-for': `10.${calls >> 16}.${(calls >> 8) & 255}.${calls & 255}`,
      ...(token && { authorization: `Bearer ${token}` }),
      ...(cookie && { cookie }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { payload: body }),
  })
  expectContract(endpoint, response)
  if (kind && response.statusCode < 300 && ending.has(endpoint)) people[kind] = await newPerson(kind)
}

/** What would reveal internals: stacks, files, queries, hashes. */
const internals =
  /\.[cm]?[jt]s:\d|node_modules|\bat \w+ \(|prisma|postgres|sqlstate|\bselect\b.+\bfrom\b|argon2|fast\$/i

function expectContract(endpoint: Endpoint, response: LightMyRequestResponse): void {
  const { statusCode: status, headers, body } = response
  const answer = answerOf(endpoint, response)
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-request-id': expect.any(String) })
  if (status < 400) return void expect([204, 303].includes(status) ? body === '' : answer.data).toBeTruthy()
  expect(status).toBeLessThan(500)
  expect(answer.problem.requestId).toBe(headers['x-request-id'])
  expect(body).not.toMatch(internals)
}

/** Every naughty string; in a short run only some, different for each endpoint. */
function naughtyFor(endpoint: Endpoint, place: string): readonly string[] {
  if (isThorough) return naughtyStrings
  const first = (endpoints.indexOf(endpoint as never) * 7 + place.length) % share
  return naughtyStrings.filter((_, at) => at % share === first)
}

describe.each([...endpoints] as Endpoint[])(`$method $path, fuzzed from the seed ${seed}`, { timeout }, endpoint => {
  // An open stream never ends by itself; it has its own tests.
  const kinds: readonly (Kind | null)[] = endpoint === events ? [null] : [null, 'browser', 'client']
  const signedIn = endpoint === events ? null : 'client'
  const right = () => rightInput(endpoint, people.client)
  const rightAttempt = () => ({ id: right().id, body: JSON.stringify(right().fields) })

  it('handles any JSON and any bytes as its body', async () => {
    const { id, fields } = right()
    const bodies = fc.oneof({ weight: 4, arbitrary: oddBody(fields) }, { weight: 1, arbitrary: brokenBody(fields) })
    const calls = fc.asyncProperty(fc.constantFrom(...kinds), bodies, (kind, body) =>
      attempt(endpoint, kind, { body, id }),
    )
    await fc.assert(calls, { seed, numRuns })
  })

  it.each(Object.keys(endpoint.body?.shape ?? {}))('handles any naughty string as %s', async name => {
    for (const text of naughtyFor(endpoint, name)) {
      const { id, fields } = right()
      await attempt(endpoint, signedIn, { id, body: JSON.stringify({ ...fields, [name]: text }) })
    }
  })

  it.runIf(endpoint.params)('handles any naughty string in its path', async () => {
    for (const id of naughtyFor(endpoint, 'path')) await attempt(endpoint, signedIn, { ...rightAttempt(), id })
  })

  it('handles any naughty string as its query and in the headers that change nothing', async () => {
    for (const text of naughtyFor(endpoint, 'query'))
      await attempt(endpoint, signedIn, {
        ...rightAttempt(),
        query: `?a=${encodeURIComponent(text)}&${encodeURIComponent(text)}`,
        headers: {
          ...Object.fromEntries(harmlessHeaders.map(name => [name, asHeader(text)])),
          // A comma there means two headers, which is refused.
          host: asHeader(text).replaceAll(',', ''),
        },
      })
  })

  it.each(effectiveHeaders)('handles any naughty string in the header %s', async (name, prefix) => {
    for (const text of naughtyFor(endpoint, name))
      for (const value of [text, prefix + text])
        await attempt(endpoint, null, { ...rightAttempt(), headers: { [name]: asHeader(value) } })
  })

  it('has left every user and session unchanged, and all mails can be sent', async ({ task }) => {
    task.meta.calls = calls
    await api.deliver()
    for (const { caller, user, session } of Object.values(people)) {
      const { data } = await api.call(currentSession, {}, caller)
      expect([data.user.id, data.user.email, data.session.id]).toEqual([user.id, user.email, session.id])
    }
  })
})
