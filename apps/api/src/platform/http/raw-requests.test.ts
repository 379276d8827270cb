import { once } from 'node:events'
import { connect } from 'node:net'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { describe, expect, it, onTestFinished } from 'vitest'
import { testApi } from '../../../testing/test.ts'

const api = await testApi()
const address = new URL(await api.app.listen({ host: '127.0.0.1', port: 0 }))

/** Sends bytes that no HTTP client would send. Returns the status, the headers and the problem. */
async function send(request: string) {
  const socket = connect(Number(address.port), address.hostname).setEncoding('latin1')
  let text = ''
  socket.on('data', part => {
    text += part
  })
  socket.write(request.replaceAll('\n', '\r\n'), 'latin1')
  // Every answer here has a JSON body, which ends with a brace.
  while (!text.endsWith('}')) await Promise.race([once(socket, 'data'), once(socket, 'close')])
  socket.destroy()
  const [head = '', body = ''] = text.split('\r\n\r\n')
  return { status: Number(head.split(' ')[1]), head: head.toLowerCase(), problem: JSON.parse(body) }
}
const get = (headers: string, path = '/api/restricted/session') => send(`GET ${path} HTTP/1.1\nhost: x\n${headers}\n`)

describe('a request that no normal client sends', () => {
  it('with two Authorization headers is an invalid token, even if the first is valid', async () => {
    const { token } = (await api.call(signIn, await api.createUser())).data
    expect((await get(`authorization: Bearer ${token}\n`)).status).toBe(200)
    const both = await get(`authorization: Bearer ${token}\nauthorization: Bearer ${token}\n`)
    expect([both.status, both.problem.code]).toEqual([401, 'invalid_token'])
  })

  it.each([
    'host: localhost:4000\nhost: localhost:4000',
    'host: localhost:4000\nhost: evil.example',
    'host: evil.example, localhost:4000',
  ])('with two hosts (%j) is refused, even if one is ours', async hosts => {
    const answer = await send(`GET /api/health/live HTTP/1.1\n${hosts}\n\n`)
    expect([answer.status, answer.problem.code]).toEqual([400, 'invalid_request'])
  })

  it.each([
    ['has headers over the limit', `cookie: ${'a'.repeat(20_000)}\n`, 431, 'headers_too_large'],
    ['has no colon in a header', 'nonsense\n', 400, 'invalid_request'],
    ['states its length twice', 'content-length: 1\ncontent-length: 2\n', 400, 'invalid_request'],
    ['states its length in two ways', 'content-length: 1\ntransfer-encoding: chunked\n', 400, 'invalid_request'],
    ['has NUL in a header', 'authorization: Bearer \0\n', 400, 'invalid_request'],
    ['has a path of 20,000 characters', '', 431, 'headers_too_large', `/api/${'a'.repeat(20_000)}`],
  ])('that %s gets a problem, and the connection is closed', async (_, headers, status, code, path?: string) => {
    const answer = await get(headers, path)
    expect([answer.status, answer.problem.code, answer.problem.status]).toEqual([status, code, status])
    expect(answer.head).toContain('connection: close')
    expect(answer.head).toContain('x-content-type-options: nosniff')
  })

  it.each([
    '/api/..',
    '/api/sessions/../../etc/passwd',
    '/..%2f..',
    '/assets/../../../package.json',
    '//evil.example/api',
    '/api/%ff',
  ])('for %s finds nothing', async path => {
    const answer = await get('', path)
    expect([400, 404]).toContain(answer.status)
    expect(answer.problem.status).toBe(answer.status)
  })

  it.each([
    ['headers', 'GET /api/health/live HTTP/1.1\nhost: x\nx-slow: '],
    ['body', `POST ${signIn.path} HTTP/1.1\nhost: x\ncontent-type: application/json\ncontent-length: 99\n\n{`],
  ])(
    'that never ends its %s is closed soon after the timeout (Slowloris)',
    async (_, request) => {
      const { headersTimeout, requestTimeout } = api.app.server
      // Shorter timeouts, in the same proportion.
      Object.assign(api.app.server, { headersTimeout: headersTimeout / 1000, requestTimeout: requestTimeout / 1000 })
      const answer = await send(request).finally(() =>
        Object.assign(api.app.server, { headersTimeout, requestTimeout }),
      )
      expect([answer.status, answer.problem.code]).toEqual([408, 'request_timeout'])
    },
    // Far below Node's own check of every 30 seconds.
    20_000,
  )

  it('is answered while many other requests are incomplete', async () => {
    const slow = Array.from({ length: 300 }, () => connect(Number(address.port), address.hostname))
    await Promise.all(slow.map(socket => once(socket, 'connect')))
    for (const socket of slow) socket.write('GET /api/health/live HTTP/1.1\r\nhost: x\r\nx-slow: ')
    expect((await get('')).status).toBe(401)
    for (const socket of slow) socket.destroy()
  })

  it('is closed while 15,000 connections are open, and answered when there is room again', async () => {
    const { server } = api.app
    expect(server.maxConnections).toBe(15_000)
    const isOpen = () => new Promise<number>(resolve => server.getConnections((_, count) => resolve(count)))
    await expect.poll(isOpen).toBe(0)
    server.maxConnections = 2
    onTestFinished(() => {
      server.maxConnections = 15_000
    })
    const [one, two] = [
      connect(Number(address.port), address.hostname),
      connect(Number(address.port), address.hostname),
    ]
    await expect.poll(isOpen).toBe(2)
    const third = connect(Number(address.port), address.hostname)
    third.on('error', () => {})
    await once(third, 'close')
    one.destroy()
    two.destroy()
    await expect.poll(isOpen).toBe(0)
    expect((await get('')).status).toBe(401)
  })

  it('has the same timeout for its headers and in total: Node swaps the two if headers have longer', () => {
    expect(api.app.server.headersTimeout).toBe(api.app.server.requestTimeout)
  })

  it('may have a cookie of 8 kB', async () => {
    expect((await get(`cookie: __Host-latchkey=${'a'.repeat(8000)}\n`)).problem.code).toBe('invalid_token')
  })
})
