import { Agent, request } from 'node:http'
import { signIn } from '@latchkey/contracts/sign-in'
import { describe, expect, it, onTestFinished } from 'vitest'
import { queueHashing } from '../crypto/hashing-queue.ts'
import { keyOf } from '../limits/keys.ts'
import { rules } from '../limits/rules.ts'
import { fastHasher } from '../testing/fast-hasher.ts'
import { testApi } from '../testing/test.ts'

const api = await testApi({
  limits: true,
  environment: { TRUST_PROXY: 'loopback', LOG_LEVEL: 'silent' },
  deps: { hasher: queueHashing(fastHasher(), 2) },
})
const address = new URL(await api.app.listen({ host: '127.0.0.1', port: 0 }))
const amount = 10_000
const connections = 1_000
const people = 20

/** Signs in over one of the connections, from a network of one's own, and answers the status and the token. */
function signInFrom(agent: Agent, at: number, credentials: { email: string; password: string }) {
  const headers = {
    'content-type': 'application/json',
    'x-forwarded-for': `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`,
  }
  return new Promise<{ status: number; token: string | undefined }>((resolve, reject) => {
    const sent = request(address.href + signIn.path.slice(1), { method: signIn.method, agent, headers })
    sent.on('error', reject)
    sent.on('response', async response => {
      const body = JSON.parse(Buffer.concat(await response.toArray()).toString())
      resolve({ status: response.statusCode ?? 0, token: body.data?.token })
    })
    sent.end(JSON.stringify(credentials))
  })
}

async function countOf(email: string): Promise<number> {
  const key = keyOf(api.deps.keys('limit counter'), 'sign-in to an address', email)
  return (await api.db.limit.findUnique({ where: { key } }))?.count ?? 0
}

describe('10,000 sign-ins on 1,000 connections', () => {
  // evidence: fault-10k-sign-ins
  it('are answered 200, 401, 429 or 503; what is counted is what was heard, and each token is one session', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: connections })
    onTestFinished(() => agent.destroy())
    const users = await Promise.all(Array.from({ length: people }, () => api.createUser()))
    const tries = Array.from({ length: amount }, (_, at) => {
      const { email, password } = users[at % people] ?? { email: '', password: '' }
      return { email, password: at % 2 === 0 ? 'not the password of anybody' : password }
    })
    const answers = await Promise.all(
      tries.map(async ({ email, password }, at) => ({
        email,
        ...(await signInFrom(agent, at, { email, password })),
      })),
    )

    const statuses = [...new Set(answers.map(({ status }) => status))]
    for (const status of statuses) expect([200, 401, 429, 503]).toContain(status)
    expect(statuses).toEqual(expect.arrayContaining([200, 401]))
    const tokens = answers.flatMap(({ token }) => token ?? [])
    expect([new Set(tokens).size, await api.db.session.count()]).toEqual([tokens.length, tokens.length])
    for (const [at, { email }] of users.entries()) {
      const ofTheirs = (status: number) => answers.filter(each => each.email === email && each.status === status).length
      // The right password is given back.
      const wrong = at % 2 === 0 ? ofTheirs(401) : 0
      await expect.poll(() => countOf(email)).toBe(wrong)
      expect(ofTheirs(401)).toBe(wrong)
      expect(wrong).toBeLessThanOrEqual(rules['sign-in to an address'].free)
    }
    await api.deliver()
  })
})
