import { Agent, request } from 'node:http'
import { json } from 'node:stream/consumers'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { openConnections } from '@latchkey/database/client'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { fastHasher } from '../../../testing/fast-hasher.ts'
import { testApi } from '../../../testing/test.ts'
import { isThorough } from '../../../testing/thorough.ts'
import { queueHashing } from '../../platform/crypto/hashing-queue.ts'
import { readToken } from '../../platform/crypto/token.ts'
import { keyOf } from '../limits/keys.ts'
import { rules } from '../limits/rules.ts'

const api = await testApi({
  limits: true,
  impatient: true,
  environment: { TRUST_PROXY: 'loopback', LOG_LEVEL: 'silent' },
  deps: { hasher: queueHashing(fastHasher(), 2) },
})
// The clients run in this process too, and on a busy machine both may be slow.
Object.assign(api.app.server, { headersTimeout: 0, requestTimeout: 0, timeout: 0, keepAliveTimeout: 0 })
// All connections are opened in one turn. Those that find the queue full may be reset.
const address = new URL(await api.app.listen({ host: '127.0.0.1', port: 0, backlog: 2048 }))
// The sign-ins take every connection of the server, so the test reads with its own.
const own = openConnections(api.url)
afterAll(() => own.close())
const amount = isThorough ? 10_000 : 1_500
const connections = 1_000
const people = 20
const hex = (bytes: Uint8Array = new Uint8Array()) => Buffer.from(bytes).toString('hex')

/** Signs in over one of the connections, each time from another network. Returns the status and the token. */
function signInFrom(agent: Agent, at: number, credentials: { email: string; password: string }) {
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': `10.0.${at >> 8}.${at & 255}` }
  return new Promise<{ status: number; token: string | undefined }>((resolve, reject) => {
    const sent = request(new URL(signIn.path, address), { method: signIn.method, agent, headers })
    sent.on('error', reject)
    sent.on('response', response => {
      const answer = json(response) as Promise<{ data?: { token: string } }>
      answer.then(({ data }) => resolve({ status: response.statusCode ?? 0, token: data?.token }), reject)
    })
    sent.end(JSON.stringify(credentials))
  })
}

function countsOf(emails: string[]): Promise<number[]> {
  const keys = emails.map(email => keyOf(api.deps.keys('limit counter'), 'sign-in to an address', email))
  const look = (key: string) => own.db.limit.findUnique({ where: { key } })
  return Promise.all(keys.map(async key => (await look(key))?.count ?? 0))
}

describe('thousands of sign-ins on 1,000 connections', () => {
  it('are answered 200, 401, 429 or 503; only wrong passwords stay counted, and each token is one session', async () => {
    let opened = 0
    api.app.server.on('connection', () => {
      opened += 1
    })
    const agent = new Agent({ keepAlive: true, maxSockets: connections })
    onTestFinished(() => agent.destroy())
    const users: Awaited<ReturnType<typeof api.createUser>>[] = []
    // One after the other: opening many connections at once takes longer than the server waits for one.
    for (let at = 0; at < people; at++) users.push(await api.createUser())
    const attempts = Array.from({ length: amount }, (_, at) => {
      const { email, password } = users[at % people] ?? { email: '', password: '' }
      return { email, password: at % 2 === 0 ? 'not the password of anybody' : password }
    })
    const answers = await Promise.all(
      attempts.map(async ({ email, password }, at) => ({
        email,
        ...(await signInFrom(agent, at, { email, password })),
      })),
    )

    expect(opened).toBe(connections)
    const statuses = [...new Set(answers.map(({ status }) => status))]
    for (const status of statuses) expect([200, 401, 429, 503]).toContain(status)
    expect(statuses).toEqual(expect.arrayContaining([200, 401, 429]))

    const keys = api.deps.keys('session token')
    const hashes = answers.flatMap(({ token }) => (token ? [hex(readToken(keys, token)?.hash)] : []))
    const sessions = await own.db.session.findMany()
    expect(sessions.map(({ tokenHash }) => hex(tokenHash)).sort()).toEqual(hashes.sort())

    const wrongCounts = users.map(
      ({ email }) => answers.filter(answer => answer.email === email && answer.status === 401).length,
    )
    for (const [at, wrong] of wrongCounts.entries())
      expect(wrong).toBeLessThanOrEqual(at % 2 === 0 ? rules['sign-in to an address'].free : 0)
    // Attempts with the right password and attempts without a turn are given back, later if no connection was free.
    await expect.poll(() => countsOf(users.map(({ email }) => email))).toEqual(wrongCounts)
  })
})
