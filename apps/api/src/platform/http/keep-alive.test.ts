import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { settingsMessage } from '../../../testing/settings-message.ts'
import { testApi } from '../../../testing/test.ts'
import { readSettings } from '../settings/settings.ts'

const api = await testApi({ environment: { KEEP_ALIVE_TIMEOUT: '90s' } })
const address = new URL(await api.app.listen({ host: '127.0.0.1', port: 0 }))
const { server } = api.app

async function open(): Promise<Socket> {
  const socket = connect(Number(address.port), address.hostname).setEncoding('latin1')
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** Asks whether the server is alive, and returns the whole answer. */
async function ask(socket: Socket): Promise<string> {
  socket.write('GET /api/health/live HTTP/1.1\r\nhost: x\r\n\r\n')
  let answer = ''
  while (!answer.endsWith('}')) answer += (await once(socket, 'data'))[0]
  return answer.toLowerCase()
}

it('a silent connection stays open for longer than the usual proxies keep one, unless a setting says otherwise', () => {
  // Caddy 2 minutes, Google's load balancer 10; nginx and AWS 1.
  expect(readSettings({}).keepAliveTimeout).toBeGreaterThan(10 * 60_000)
  expect(server.keepAliveTimeout).toBe(90_000)
})

it('a client is told how long', async () => {
  expect(await ask(await open())).toContain('keep-alive: timeout=90\r\n')
})

it('a silent connection may wait for longer than the headers of a request, which would cut a proxy off', async () => {
  const waiting = await open()
  await ask(waiting)
  const { headersTimeout, requestTimeout } = server
  Object.assign(server, { headersTimeout: 1, requestTimeout: 1 })
  onTestFinished(() => void Object.assign(server, { headersTimeout, requestTimeout }))
  const slow = await open()
  slow.write('GET /api/health/live HTTP/1.1\r\n')
  // By then Node has looked at every connection.
  const [refusal] = await once(slow, 'data')
  expect(refusal).toMatch(/^HTTP\/1\.1 408/)
  expect(waiting.closed).toBe(false)
  Object.assign(server, { headersTimeout, requestTimeout })
  expect(await ask(waiting)).toMatch(/^http\/1\.1 200/)
})

it('the connection closes when its time is over', async () => {
  const { keepAliveTimeout } = server
  server.keepAliveTimeout = 1
  onTestFinished(() => void Object.assign(server, { keepAliveTimeout }))
  const socket = await open()
  await ask(socket)
  await once(socket, 'close')
})

it.each([
  ['4s', 'KEEP_ALIVE_TIMEOUT must be at least 5s'],
  ['3h', 'KEEP_ALIVE_TIMEOUT must be at most 2h'],
  ['620', 'KEEP_ALIVE_TIMEOUT must be a duration without a space, such as 30m'],
])('the time may not be %s', (KEEP_ALIVE_TIMEOUT, sentence) => {
  expect(settingsMessage({ KEEP_ALIVE_TIMEOUT })).toContain(sentence)
})
