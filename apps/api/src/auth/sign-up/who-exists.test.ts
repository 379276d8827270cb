import { forgotPassword } from '@latchkey/contracts/auth/recovery'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { resend, signUp, verify } from '@latchkey/contracts/auth/sign-up'
import type { Endpoint, SentInput } from '@latchkey/contracts/endpoint'
import { describe, expect, it } from 'vitest'
import { type Caller, cookiesOf } from '../../../testing/call-endpoint.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'

const api = await testApi()
const password = 'a password of my own'

/** Addresses whose existence no answer may reveal, one of each kind, and an unknown one. */
async function addressesOfEachKind() {
  const [active, disabled, deleted, locked] = [
    await api.createUser(),
    await api.createUser(),
    await api.createUser(),
    await api.createUser(),
  ]
  const gone = api.clock.now()
  await api.db.user.update({ where: { id: disabled.id }, data: { disabledAt: gone } })
  await api.db.user.update({ where: { id: deleted.id }, data: { deletedAt: gone } })
  await api.db.password.update({ where: { userId: locked.id }, data: { disabledAt: gone } })
  const waiting = `${crypto.randomUUID()}@example.com`
  await api.call(signUp, { email: waiting, password })
  await api.deliver()
  const people = { active, disabled, deleted, locked, waiting: { email: waiting } }
  return { unknown: { email: `${crypto.randomUUID()}@example.com` }, ...people }
}

/** What a caller can see of an answer, without what differs between any two answers, and what it cost. */
async function seen<E extends Endpoint>(endpoint: E, input: SentInput<E>, caller: Caller, server = api) {
  const { hasher, queries } = server
  hasher.calls.length = 0
  queries.length = 0
  const { status, response } = await server.call(endpoint, input, caller)
  const cost = { hashing: [...hasher.calls], queries: [...queries] }
  const body = response.json()
  const keys = Object.keys(body.data ?? body).sort()
  const headers = Object.keys(response.headers).sort()
  const cookies = response.cookies.map(({ value, ...attributes }) => ({ ...attributes, length: value.length }))
  const retryAfter = response.headers['retry-after']
  return { status, keys, headers, cookies, retryAfter, length: response.body.length, ...cost }
}

describe('who has an account', () => {
  const calls = {
    sign_in: (email: string, caller: Caller) => seen(signIn, { email, password }, caller),
    'sign_in of a browser': (email: string, caller: Caller) =>
      seen(signIn, { email, password, delivery: 'cookie' }, caller),
    sign_up: (email: string, caller: Caller) => seen(signUp, { email, password }, caller),
    forgot: (email: string, caller: Caller) => seen(forgotPassword, { email }, caller),
    resend: (email: string, caller: Caller) => seen(resend, { email }, caller),
  }

  it.each(Object.entries(calls))(
    'is not revealed by the answer to %s: status, headers, body, hashes, queries',
    async (_name, call) => {
      const { unknown, ...others } = await addressesOfEachKind()
      const expected = await call(unknown.email, { sameOrigin: true })
      expect(expected.queries.length).toBeGreaterThan(0)
      for (const [who, { email }] of Object.entries(others)) {
        const { length, ...answer } = await call(email, { sameOrigin: true })
        expect({ length: length - email.length, ...answer }, who).toEqual({
          ...expected,
          length: expected.length - unknown.email.length,
        })
      }
      await api.deliver()
    },
  )

  it.each([
    ['sign_in', signIn],
    ['sign_up', signUp],
    ['forgot', forgotPassword],
    ['resend', resend],
  ])('is not revealed by the limits of %s: who has to wait, how long, and at what cost', async (name, endpoint) => {
    const server = await replicaOf(api, { limits: true, environment: { TRUST_PROXY: 'loopback' } })
    const { unknown, ...others } = await addressesOfEachKind()
    await api.db.limit.deleteMany()
    const answers = async (email: string) => {
      const answered = []
      for (let at = 0; at < 12; at++) {
        const caller = { headers: { 'x-forwarded-for': `10.0.${at}.${name.length}` } }
        const input = endpoint === signIn || endpoint === signUp ? { email, password } : { email }
        const { length, ...answer } = await seen(endpoint, input, caller, server)
        answered.push(answer)
      }
      return answered
    }
    const expected = await answers(unknown.email)
    expect(expected.at(-1)?.status).toBe(endpoint === forgotPassword ? 202 : 429)
    for (const [who, { email }] of Object.entries(others)) expect(await answers(email), who).toEqual(expected)
    await api.deliver()
  })

  it('is not revealed by hashing: one hash at sign-up and sign-in, none elsewhere', async () => {
    const { email } = await api.createUser()
    const hashing = async (call: keyof typeof calls) => (await calls[call](email, { sameOrigin: true })).hashing
    expect(await hashing('sign_up')).toEqual(['hash'])
    expect(await hashing('sign_in')).toEqual(['verify'])
    expect([...(await hashing('forgot')), ...(await hashing('resend'))]).toEqual([])
    await api.deliver()
  })

  it('is not revealed by a guess at the code of an attempt, before or after its mail arrives', async () => {
    const { unknown, ...others } = await addressesOfEachKind()
    const guess = async (email: string, delivered: boolean) => {
      const { response } = await api.call(signUp, { email, password }, { sameOrigin: true })
      if (delivered) await api.deliver()
      return seen(verify, { code: '000000' }, { cookie: cookiesOf(response), sameOrigin: true })
    }
    for (const delivered of [false, true]) {
      const expected = await guess(unknown.email, delivered)
      expect(expected).toMatchObject({ status: 400, hashing: [] })
      for (const [who, { email }] of Object.entries(others))
        expect(await guess(email, delivered), who).toEqual(expected)
    }
    await api.deliver()
  })
})
