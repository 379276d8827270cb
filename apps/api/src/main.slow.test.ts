import { once } from 'node:events'
import { type AddressInfo, connect as connectSocket, createServer, type Socket } from 'node:net'
import { openConnections } from '@latchkey/database/client'
import { createTestDatabase } from '@latchkey/database/testing'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import {
  freePort,
  postgresPid,
  type ServerProcess,
  spawnServer,
  startServer,
  temporaryDataDir,
} from '../testing/server-process.ts'
import { startTestApi, type TestApi } from '../testing/test-api.ts'
import { testSecret } from '../testing/test-deps.ts'
import { isThorough } from '../testing/thorough.ts'
import { until } from '../testing/until.ts'
import { keyOf } from './auth/limits/keys.ts'
import type { Deps } from './deps.ts'
import { argon2Hasher } from './platform/crypto/hasher.ts'

const signIn = async (
  { address, demoPassword }: ServerProcess,
  { email, password } = { email: 'demo@example.com', password: demoPassword },
): Promise<string> => {
  const response = await fetch(`${address}/api/sessions/sign_in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  if (!response.ok) throw new Error(await response.text())
  const { data } = (await response.json()) as { data: { token: string } }
  return data.token
}
async function testApi(deps: Partial<Deps> = {}): Promise<TestApi> {
  const api = await startTestApi(inject('template'), { deps })
  onTestFinished(() => api.close())
  return api
}

/** Another server on the database of `api`, without an embedded Postgres. */
const serverBeside = async ({ url }: TestApi, environment: Record<string, string> = {}) =>
  startServer({ DATABASE_URL: url, APP_SECRET: testSecret, DATA_DIR: await temporaryDataDir(), ...environment })
const whoAmI = (address: string, token: string) =>
  fetch(`${address}/api/restricted/session`, { headers: { authorization: `Bearer ${token}` } })
const statusOf = (url: string) =>
  fetch(url).then(
    ({ status }) => status,
    () => 0,
  )

/** Asks until the answer is `status`. */
const untilStatus = (status: number, ask: () => Promise<number>) => until(async () => (await ask()) === status)

/** Sends the head of a request. Resolves once the server has read it: it then asks for the body (RFC 9110, section 10.1.1). */
async function beginRequest(socket: Socket, path: string, length: number): Promise<void> {
  const fields = ['host: x', 'content-type: application/json', `content-length: ${length}`, 'expect: 100-continue']
  socket.setEncoding('utf8').write([`POST ${path} HTTP/1.1`, ...fields, '', ''].join('\r\n'))
  const [answer] = await once(socket, 'data')
  expect(answer).toMatch(/^HTTP\/1\.1 100 Continue/)
}

describe('the server', () => {
  it('refuses to start if DATABASE_DIRECT_URL leads to another database, and migrates nothing there', async () => {
    const api = await testApi()
    const empty = new URL(inject('template').adminUrl)
    const server = await spawnServer({
      DATABASE_URL: api.url,
      DATABASE_DIRECT_URL: empty.href,
      APP_SECRET: testSecret,
      DATA_DIR: await temporaryDataDir(),
    })
    expect((await once(server.child, 'exit'))[0]).toBe(1)
    expect(server.printed()).toMatch(
      /^\nDATABASE_DIRECT_URL leads to 127\.0\.0\.1:\d+\/postgres, which is another database/,
    )
    expect(server.printed()).not.toContain(empty.password)
    const other = openConnections(empty.href)
    onTestFinished(other.close)
    expect((await other.query("select 1 from pg_class where relname = '_prisma_migrations'")).rows).toEqual([])
  })

  it('starts without any setup, prints its address and the demo user, and stops on the signal, Postgres included', async () => {
    const DATA_DIR = await temporaryDataDir()
    const server = await startServer({ DATA_DIR })
    const token = await signIn(server)
    expect((await whoAmI(server.address, token)).status).toBe(200)
    expect(await server.kill('SIGTERM')).toBe(0)
    await expect(postgresPid(DATA_DIR)).rejects.toThrow('ENOENT')

    const again = await startServer({ DATA_DIR })
    expect(again.demoPassword).toBe(server.demoPassword)
    expect((await whoAmI(again.address, token)).status).toBe(200)
    await again.kill('SIGINT')
  })

  it('answers open requests before it stops, and accepts no new ones', async () => {
    const server = await serverBeside(await testApi())
    const { hostname, port } = new URL(server.address)
    const socket = connectSocket(Number(port), hostname)
    const body = JSON.stringify({ email: 'ada@example.com' })
    await beginRequest(socket, '/api/passwords/forgot', body.length)
    socket.write(body.slice(0, 10))
    const exited = server.kill('SIGTERM')
    await untilStatus(0, () => statusOf(`${server.address}/api/health/live`))
    server.child.kill('SIGTERM')
    socket.write(body.slice(10))
    const [answer] = await once(socket, 'data')
    expect(answer).toMatch(/^HTTP\/1\.1 202 Accepted/)
    expect(await exited).toBe(0)
  })

  it('after the signal, answers for STOP_DELAY_SECONDS as before, but is not ready and keeps no connection open', async () => {
    const api = await testApi()
    const { caller } = await api.signIn(await api.createUser())
    const server = await serverBeside(api, { STOP_DELAY_SECONDS: '4' })
    server.child.kill('SIGTERM')
    await untilStatus(503, () => statusOf(`${server.address}/api/health/ready`))
    const answer = await whoAmI(server.address, caller.token ?? '')
    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close'])
    await server.kill('SIGKILL')
  })

  it('stops in time, Postgres included, when an open request never finishes', async () => {
    const DATA_DIR = await temporaryDataDir({ hasCluster: true })
    const server = await startServer({ DATA_DIR })
    const { hostname, port } = new URL(server.address)
    const socket = connectSocket(Number(port), hostname)
    socket.on('error', () => {})
    await beginRequest(socket, '/api/sessions/sign_in', 200)
    expect(await server.kill('SIGTERM')).toBe(0)
    await expect(postgresPid(DATA_DIR)).rejects.toThrow('ENOENT')
  })

  it('ends every open stream of events at once when it stops', async () => {
    const api = await testApi()
    const server = await serverBeside(api)
    const { caller } = await api.signIn(await api.createUser())
    const open = () =>
      fetch(`${server.address}/api/restricted/events`, { headers: { authorization: `Bearer ${caller.token}` } })
    let stream = await open()
    // A server that has just started on a busy machine may have no free connection yet: a client tries again.
    while (stream.status === 503) stream = await open()
    const exited = server.kill('SIGTERM')
    expect(await stream.text()).toMatch(/^(event: ping\ndata: \{\}\n\n)+$/)
    expect(await exited).toBe(0)
  })

  it('leaves no Postgres behind when it is stopped while it starts', async () => {
    const DATA_DIR = await temporaryDataDir({ hasCluster: true })
    const server = await spawnServer({ DATA_DIR })
    await until(() => postgresPid(DATA_DIR).then(Boolean, () => false))
    expect(await server.kill('SIGINT')).toBe(0)
    await expect(postgresPid(DATA_DIR)).rejects.toThrow('ENOENT')
  })

  it('closes only once when two signals come together, as when a terminal closes', async () => {
    const DATA_DIR = await temporaryDataDir({ hasCluster: true })
    const server = await startServer({ DATA_DIR })
    server.child.kill('SIGHUP')
    expect(await server.kill('SIGTERM')).toBe(0)
    await expect(postgresPid(DATA_DIR)).rejects.toThrow('ENOENT')
  })

  it('keeps every session whose token it has sent, whenever it is killed', async () => {
    const api = await testApi({ hasher: await argon2Hasher({ memoryKib: 7168, passes: 1 }) })
    const tokens: string[] = []
    for (const enough of isThorough ? [1, 4, 9] : [4]) {
      // One user for each attempt: an interrupted attempt stays counted.
      const people = await Promise.all(Array.from({ length: 12 }, () => api.createUser()))
      const server = await serverBeside(api)
      const attempts = people.map(async person => {
        tokens.push(await signIn(server, person))
        if (tokens.length >= enough) await server.kill('SIGKILL')
      })
      await Promise.allSettled(attempts)
      await server.kill('SIGKILL')
    }
    const server = await serverBeside(api)
    for (const token of tokens) expect((await whoAmI(server.address, token)).status).toBe(200)
    expect(tokens.length).toBeGreaterThanOrEqual(isThorough ? 9 : 4)
    await server.kill('SIGTERM')
  })

  it('counts every attempt that it received, even if it was killed before the answer', async () => {
    const api = await testApi({ hasher: await argon2Hasher({ memoryKib: 7168, passes: 1 }) })
    const { email } = await api.createUser()
    const key = keyOf(api.deps.keys('limit counter'), 'sign-in to an address', email)
    const count = async () => (await api.db.limit.findUnique({ where: { key } }))?.count ?? 0
    // Slow hashing, so that each attempt takes some seconds.
    const server = await serverBeside(api, { ARGON2_MEMORY_KIB: '262144', ARGON2_PASSES: '12' })
    const attempt = () => signIn(server, { email, password: 'not the password of any user' })
    // On a busy machine an attempt may find no connection: it is refused as unavailable, does not count, and is made again.
    const untilCounted = async (): Promise<string> =>
      attempt().catch(error => {
        if (!String(error.message).includes('"unavailable"')) throw error
        return untilCounted()
      })
    const attempts = Promise.allSettled(Array.from({ length: 4 }, untilCounted))
    await until(async () => (await count()) >= 4)
    await server.kill('SIGKILL')
    for (const { status, reason } of (await attempts) as PromiseRejectedResult[])
      expect([status, reason.message]).toEqual(['rejected', 'fetch failed'])
    expect(await count()).toBe(4)
  })

  it('signs no one out when Postgres is killed: 503 until it restarts by itself, with every session', async () => {
    const DATA_DIR = await temporaryDataDir({ hasCluster: true })
    const server = await startServer({ DATA_DIR })
    const tokens: string[] = []
    for (let round = 0; round < (isThorough ? 3 : 1); round++) {
      const attempts = Array.from({ length: 6 }, async (_, at) => {
        tokens.push(await signIn(server))
        if (at === round) process.kill(await postgresPid(DATA_DIR), 'SIGKILL')
      })
      await Promise.allSettled(attempts)
      // One after the other: a slow reconnection causes one more 503.
      for (const token of tokens) {
        const seen = new Set<number>()
        await untilStatus(200, async () => {
          const { status } = await whoAmI(server.address, token)
          seen.add(status)
          return status
        })
        for (const status of seen) expect([200, 503]).toContain(status)
      }
    }
    expect(tokens.length).toBeGreaterThan(0)
    await server.kill('SIGTERM')
  })
})

describe('an external database', () => {
  it('may start later than the server, which until then is alive but not ready, and does not crash', async () => {
    const template = inject('template')
    const port = await freePort()
    const away = new URL(template.adminUrl)
    away.port = String(port)
    const server = await spawnServer({ DATABASE_URL: away.href, DATA_DIR: await temporaryDataDir() })
    await untilStatus(200, () => statusOf(`${server.address}/api/health/live`))
    const ready = await fetch(`${server.address}/api/health/ready`)
    expect([ready.status, ready.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await ready.json()).toMatchObject({ code: 'unavailable', fields: { database: expect.any(String) } })
    expect((await whoAmI(server.address, 'lk_x')).status).toBe(503)
    expect(await server.kill('SIGTERM')).toBe(0)
  })

  it('gets its tables from the server, and no demo user', async () => {
    const database = await createTestDatabase(inject('template'))
    onTestFinished(() => database.drop())
    const server = await startServer({ DATABASE_URL: database.url, DATA_DIR: await temporaryDataDir() })
    expect(server.demoPassword).toBeUndefined()
    expect(await statusOf(`${server.address}/api/health/ready`)).toBe(200)
    const db = openConnections(database.url).db
    expect(await db.user.count()).toBe(0)
    await db.$disconnect()
    await server.kill('SIGTERM')
  })
})

describe('a failed start', () => {
  it('names every invalid setting and exits with 1', async () => {
    const server = await spawnServer({ NODE_ENV: 'production', DATABASE_URL: 'mysql://x' })
    await once(server.child, 'exit')
    expect(server.child.exitCode).toBe(1)
    expect(server.printed()).toMatch(
      /DATABASE_URL must be[\s\S]*APP_SECRET must be set[\s\S]*TRUST_PROXY must be set[\s\S]*APP_URL must be https/,
    )
  })

  it('says that the port is taken', async () => {
    const { url } = await testApi()
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    onTestFinished(() => void taken.close())
    const PORT = String((taken.address() as AddressInfo).port)
    const server = await spawnServer({ DATABASE_URL: url, DATA_DIR: await temporaryDataDir(), PORT })
    await once(server.child, 'exit')
    const sentence = `PORT ${PORT} is taken on HOST 127.0.0.1. End the program that listens there, or set PORT`
    expect([server.child.exitCode, server.printed()]).toEqual([1, expect.stringContaining(sentence)])
    expect(server.printed()).toContain('(EADDRINUSE)')
    expect(server.printed().trim().split('\n')).toHaveLength(1)
  })

  it.each([
    ['198.51.100.7', 'EADDRNOTAVAIL'],
    ['no-such-host.invalid', 'ENOTFOUND|EAI_AGAIN'],
  ])('says what to do if HOST is %s', async (HOST, code) => {
    const { url } = await testApi()
    const server = await spawnServer({ DATABASE_URL: url, DATA_DIR: await temporaryDataDir(), HOST })
    await once(server.child, 'exit')
    expect(server.child.exitCode).toBe(1)
    expect(server.printed().trim()).toMatch(new RegExp(`^HOST ${HOST} is .* Set HOST to .* \\((${code})\\)$`))
  })
})
