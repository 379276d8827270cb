import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { changePassword } from '@latchkey/contracts/auth/account'
import { signUp } from '@latchkey/contracts/auth/sign-up'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { replicaOf, testApi } from '../../../testing/test.ts'

const password = 'seven lanterns under a bridge'
const hash = createHash('sha1').update(password).digest('hex').toUpperCase()

let requests: { url: string | undefined; headers: object }[] = []
let answerWith: (suffix: string) => { status?: number; body: string } | null
const server = createServer((request, response) => {
  requests.push({ url: request.url, headers: request.headers })
  const answer = answerWith(hash.slice(5))
  // Without an answer, the caller keeps waiting.
  if (answer) response.writeHead(answer.status ?? 200, { location: 'http://localhost:1/' }).end(answer.body)
})
await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
afterAll(() => void server.close().closeAllConnections())

const { port } = server.address() as AddressInfo
const environment = { BREACH_CHECK_URL: `http://127.0.0.1:${port}/range/` }
const api = await testApi({ environment })
const choose = () => api.call(signUp, { email: 'ada@example.com', password })
const others = `${'0'.repeat(35)}:3\r\n${'F'.repeat(35)}:1`
const warnings = () => api.logLines.map(line => JSON.parse(line)).filter(({ event }) => event === 'breach_check_failed')

beforeEach(() => {
  requests = []
  api.logLines.length = 0
})

describe('a new password, with BREACH_CHECK_URL set', () => {
  it('is refused if the range contains its hash, and only 5 digits of the hash are sent', async () => {
    answerWith = suffix => ({ body: `${others}\r\n${suffix}:42` })
    expect((await choose()).problem.fields).toEqual({
      password: expect.stringContaining('was stolen from another site'),
    })
    expect(requests).toEqual([
      {
        url: `/range/${hash.slice(0, 5)}`,
        headers: expect.objectContaining({ 'add-padding': 'true', 'user-agent': 'Latchkey' }),
      },
    ])
    expect(JSON.stringify(requests)).not.toContain(hash.slice(0, 6))
  })

  it('is found in a range with lower case and other line endings', async () => {
    answerWith = suffix => ({ body: `${suffix.toLowerCase()}:1\n${others}` })
    expect((await choose()).problem.code).toBe('invalid_request')
  })

  it.each([
    ['it is not in the range', () => others],
    ['it is in the range only as padding', (suffix: string) => `${others}\r\n${suffix}:0`],
    ['the range is empty', () => ''],
  ])('is accepted if %s', async (_, body) => {
    answerWith = suffix => ({ body: body(suffix) })
    expect((await choose()).status).toBe(202)
    expect(warnings()).toEqual([])
  })

  it.each([
    ['answers an error', () => ({ status: 500, body: '' })],
    ['redirects', () => ({ status: 302, body: '' })],
    ['does not answer within a second', () => null],
  ])('is accepted, with a line in the log, if the service %s', async (_, answer) => {
    answerWith = answer
    expect((await choose()).status).toBe(202)
    expect(warnings()).toMatchObject([{ msg: 'a new password was not checked for breaches' }])
    expect(api.logLines.join()).not.toContain(hash.slice(0, 5))
  })

  it('is checked 50 times for one network, which then has to wait; mail to the address is still sent', async () => {
    answerWith = suffix => ({ body: `${suffix}:42` })
    const limited = await replicaOf(api, { limits: true, environment })
    await api.db.limit.deleteMany()
    const statuses: number[] = []
    for (let at = 0; at < 51; at++)
      statuses.push((await limited.call(signUp, { email: 'grace@example.com', password })).status)
    expect(statuses).toEqual([...Array(50).fill(400), 429])
    expect(requests).toHaveLength(50)
    limited.clock.advance(15 * 60_000)
    expect((await limited.call(signUp, { email: 'grace@example.com', password: `${password}, or two` })).status).toBe(
      202,
    )
    await limited.deliver()
  })

  it('is not checked until the current password is proven', async () => {
    answerWith = suffix => ({ body: `${suffix}:42` })
    const limited = await replicaOf(api, { limits: true, environment })
    const user = await limited.createUser(undefined, 'nine lanterns beside a river')
    const { caller } = await limited.signIn(user)
    requests = []
    const change = (currentPassword: string) =>
      limited.call(changePassword, { currentPassword, newPassword: password }, caller)
    expect((await change('not mine')).problem.code).toBe('invalid_credentials')
    expect(requests).toEqual([])
    for (let at = 0; at < 12; at++) expect((await change(user.password)).problem.code).toBe('invalid_request')
    expect(requests).toHaveLength(12)
    await limited.deliver()
  })

  it('is looked up outside of the turns in which it is hashed, so that a slow service delays no sign-in', async () => {
    const user = await api.createUser(undefined, 'nine lanterns beside a river')
    const { caller } = await api.signIn(user)
    const steps: string[] = []
    answerWith = () => {
      steps.push('asked')
      return { body: others }
    }
    const { hasher } = api
    const takeTurn: typeof hasher.takeTurn = async (_turn, work) => {
      steps.push('in')
      return work().finally(() => steps.push('out'))
    }
    const replica = await replicaOf(api, { environment, deps: { hasher: { ...hasher, takeTurn } } })
    const passwords = { currentPassword: user.password, newPassword: password }
    expect((await replica.call(changePassword, passwords, caller)).status).toBe(200)
    expect(steps).toEqual(['in', 'out', 'asked', 'in', 'out'])
    await replica.deliver()
  })
})
