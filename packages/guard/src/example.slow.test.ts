import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { compileCache } from '@latchkey/api/testing/compile-cache'
import { createSessions, replicaEnvironment, type TestSession } from '@latchkey/api/testing/replicas'
import { freePort, startServer, temporaryDataDir } from '@latchkey/api/testing/server-process'
import { until } from '@latchkey/api/testing/until'
import { openConnections } from '@latchkey/database/client'
import { createTestDatabase } from '@latchkey/database/testing'
import { expect, inject, it, onTestFinished } from 'vitest'

const program = path.resolve(import.meta.dirname, '../example/server.ts')
const secret = 'a secret of the second service of a test'

/** Starts the example as docs/second-service.md says; it is killed when the test ends. */
async function startExample(api: string): Promise<string> {
  const PORT = String(await freePort())
  const env = { PATH: process.env.PATH ?? '', API: api, PORT, GUARD_SECRET: secret, NODE_COMPILE_CACHE: compileCache }
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return `http://127.0.0.1:${PORT}`
}

it('the example accepts the sessions of a real API, refuses revoked ones, and survives its restart', async () => {
  const database = await createTestDatabase(inject('template'))
  onTestFinished(() => database.drop())
  const connections = openConnections(database.url)
  onTestFinished(() => connections.close())
  const environment = {
    DATABASE_URL: database.url,
    DATA_DIR: await temporaryDataDir(),
    ...replicaEnvironment,
    GUARD_SECRETS: secret,
    PORT: String(await freePort()),
  }
  const address = `http://127.0.0.1:${environment.PORT}`
  const api = await startServer({ ...environment, APP_URL: address })
  const example = await startExample(address)

  const ask = (token: string) => fetch(`${example}/invoices`, { headers: { authorization: `Bearer ${token}` } })
  const answers = (token: string, status: number) => until(async () => (await ask(token)).status === status)
  const revoke = (id: string, token: string) =>
    fetch(`${address}/api/restricted/sessions/${id}/revoke`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    })

  const [one, other] = (await createSessions(connections, 2)) as [TestSession, TestSession]
  await answers(one.token, 200)
  expect(await (await ask(other.token)).json()).toEqual({
    data: { of: expect.stringContaining('@example.com'), invoices: [] },
  })
  expect((await fetch(`${example}/invoices`)).headers.get('www-authenticate')).toBe('Bearer')

  await revoke(other.id, one.token)
  await answers(other.token, 401)
  expect(await (await ask(other.token)).json()).toMatchObject({ code: 'session_ended', reason: 'revoked_by_you' })

  await api.kill('SIGTERM')
  await answers(one.token, 503)
  expect((await ask(one.token)).headers.get('retry-after')).toBe('1')
  await startServer({ ...environment, APP_URL: address })
  await answers(one.token, 200)
  // A server that has just started may say 503 for a moment.
  let status = 503
  await until(async () => {
    status = (await ask(other.token)).status
    return status !== 503
  })
  expect(status).toBe(401)
})
