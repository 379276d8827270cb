import { once } from 'node:events'
import { connect } from 'node:net'
import { revokeOtherSessions } from '@latchkey/contracts/auth/devices'
import { events } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { live } from '@latchkey/contracts/platform/health'
import { describe, expect, it } from 'vitest'
import { testApi } from '../../../testing/test.ts'

const api = await testApi()
const address = new URL(await api.app.listen({ host: '127.0.0.1', port: 0 }))
const user = await api.createUser()
const { caller } = await api.signIn(user)
const authorization = `authorization: Bearer ${caller.token}\n`

/** Sends these bytes, and returns all that comes until the server closes the connection. */
async function send(request: string, rest?: string): Promise<string> {
  const socket = connect(Number(address.port), address.hostname).setEncoding('utf8')
  let text = ''
  socket.on('data', part => {
    text += part
  })
  socket.write(request.replaceAll('\n', '\r\n'))
  if (rest !== undefined) {
    await once(socket, 'data')
    socket.write(rest)
  }
  await once(socket, 'close')
  return text
}
const get = (path: string, headers = '') => send(`GET ${path} HTTP/1.1\nhost: x\nconnection: close\n${headers}\n`)
const post = (path: string, headers: string, body: string) =>
  send(`POST ${path} HTTP/1.1\nhost: x\nconnection: close\n${headers}\n${body}`)
const credentials = JSON.stringify({ email: user.email, password: user.password })
const lengthOf = (body: string) => `content-length: ${Buffer.byteLength(body)}\n`

describe('the server answers', () => {
  it('HTTP/1.0, with or without Host, and closes the connection', async () => {
    for (const host of ['', 'host: x\n'])
      expect(await send(`GET ${live.path} HTTP/1.0\n${host}\n`)).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*connection: close/i)
  })

  it.each([`http://x${live.path}`, `http://evil.example:4000${live.path}?a=b`])(
    'a target in absolute form: %s',
    async target => {
      expect(await get(target)).toMatch(/^HTTP\/1\.1 200 /)
    },
  )

  it('Expect: 100-continue with 100 first, and any other expectation with 417', async () => {
    const head = `POST ${signIn.path} HTTP/1.1\nhost: x\nconnection: close\ncontent-type: application/json\n`
    const answer = await send(`${head}expect: 100-continue\n${lengthOf(credentials)}\n`, credentials)
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/)
    expect(await get(live.path, 'expect: a miracle\n')).toMatch(/^HTTP\/1\.1 417 /)
  })

  it('a client that offers another protocol', async () => {
    const offer = 'upgrade: h2c\nhttp2-settings: AAMAAABkAAQCAAAAAAIAAAAA\n'
    const answer = await send(
      `GET ${live.path} HTTP/1.1\nhost: x\nconnection: upgrade, http2-settings, close\n${offer}\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  })

  it.each(['application/xml', 'text/html;q=1, application/json;q=0', ''])('in JSON to Accept: %s', async accept => {
    expect(await get(live.path, `accept: ${accept}\n`)).toMatch(
      /^HTTP\/1\.1 200 [\s\S]*content-type: application\/json/i,
    )
  })

  it('HEAD for a stream of events with its headers, and ends', async () => {
    const answer = await send(`HEAD ${events.path} HTTP/1.1\nhost: x\n${authorization}\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*content-type: text\/event-stream/i)
    expect(answer.split('\r\n\r\n')[1]).toBe('')
  })
})

describe('the server reads', () => {
  const json = 'content-type: application/json\n'

  it('a body in chunks, a byte order mark, and no charset', async () => {
    const chunked = `${json}transfer-encoding: chunked\n`
    const half = Math.floor(credentials.length / 2)
    const chunks = [credentials.slice(0, half), credentials.slice(half), '']
    const body = chunks.map(chunk => `${chunk.length.toString(16)}\n${chunk}\n`).join('')
    expect(await post(signIn.path, chunked, body)).toMatch(/^HTTP\/1\.1 200 /)
    const marked = `\ufeff${credentials}`
    expect(await post(signIn.path, json + lengthOf(marked), marked)).toMatch(/^HTTP\/1\.1 200 /)
  })

  it('of a key that comes twice the last value, as every JSON parser here does', async () => {
    const twice = credentials.replace('{', '{"password":"not the password",')
    expect(await post(signIn.path, json + lengthOf(twice), twice)).toMatch(/^HTTP\/1\.1 200 /)
  })

  it.each([
    ['content-length: 0\n', ''],
    ['', ''],
    ['content-type: application/json\ncontent-length: 0\n', ''],
    ['content-type: application/x-www-form-urlencoded\ncontent-length: 0\n', ''],
    ['content-type: text/plain; charset=utf-8\ncontent-length: 0\n', ''],
    ['transfer-encoding: chunked\n', '0\n\n'],
    ['content-type: application/x-www-form-urlencoded\ntransfer-encoding: chunked\n', '0\n\n'],
  ])('no body, by any headers that say so: %j', async (headers, body) => {
    expect(await post(revokeOtherSessions.path, authorization + headers, body)).toMatch(/^HTTP\/1\.1 200 /)
  })

  it('no body without a type', async () => {
    const answer = await post(signIn.path, lengthOf(credentials), credentials)
    expect(answer).toMatch(/^HTTP\/1\.1 415 [\s\S]*"unsupported_media_type"/)
  })
})

describe('the server refuses by a problem', () => {
  it('HTTP/1.1 without Host', async () => {
    const answer = await send(`GET ${live.path} HTTP/1.1\nconnection: close\n\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 400 [\s\S]*x-content-type-options: nosniff[\s\S]*"invalid_request"/i)
  })

  it('HTTP/2 without TLS', async () => {
    const answer = await send('PRI * HTTP/2.0\n\nSM\n\n')
    expect(answer).toMatch(/^HTTP\/1\.1 400 [\s\S]*"invalid_request"/)
  })
})
