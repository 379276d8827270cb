import type { LookupAddress, LookupOptions } from 'node:dns'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { guardedLookup, openGuardedFetch } from './guarded-fetch.ts'
import { ProviderError } from './provider.ts'
import { isPublicAddress } from './public-address.ts'

const get = { method: 'GET', headers: {} }

async function serve(answer: RequestListener) {
  const received: IncomingMessage[] = []
  const server = createServer((request, response) => {
    received.push(request)
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  })
  const { port } = server.address() as AddressInfo
  return { port, url: `http://127.0.0.1:${port}`, received }
}

/** A name server that gives these answers, one after another. The last one stays. */
const names = (...answers: string[][]) =>
  ((_host: string, _options: LookupOptions, done: (error: null, found: LookupAddress[]) => void) => {
    const addresses = answers.length > 1 ? answers.shift() : answers[0]
    done(
      null,
      (addresses ?? []).map(address => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }) as never

const failure = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'accepted',
    (error: unknown) => (error instanceof ProviderError ? `${error.kind}: ${error.detail}` : String(error)),
  )

const strict = (options: Partial<Parameters<typeof openGuardedFetch>[0]> = {}) =>
  openGuardedFetch({ allowsPrivate: false, withinMs: 2_000, ...options })
const open = (withinMs = 2_000) => openGuardedFetch({ allowsPrivate: true, withinMs })

describe('an address is public', () => {
  it.each(['8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'])('%s', address => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each([
    ...['127.0.0.1', '127.255.255.255', '0.0.0.0', '10.0.0.1', '172.16.0.1', '192.168.0.1', '169.254.169.254'],
    ...['100.64.0.1', '192.0.0.1', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '192.88.99.1'],
    ...['224.0.0.1', '240.0.0.1', '255.255.255.255'],
    ...['::', '::1', '::127.0.0.1', '::808:808', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1'],
    ...[
      '::ffff:0:127.0.0.1',
      '64:ff9b::7f00:1',
      '64:ff9b::a9fe:a9fe',
      '64:ff9b:1::808:808',
      'fc00::1',
      'fd00:ec2::254',
    ],
    ...[
      'fe80::1',
      'fe80::1%eth0',
      'fec0::1',
      'ff02::1',
      '2001:db8::1',
      '2002:7f00:1::',
      '2001::1',
      '3fff::1',
      '5f00::1',
    ],
    ...['100::1', '4000::1', 'localhost', '', '127.1', '0x7f000001'],
  ])('but not %s', address => {
    expect(isPublicAddress(address)).toBe(false)
  })
})

describe('a private address is refused', () => {
  it.each([
    ...['https://127.0.0.1/', 'https://2130706433/', 'https://0x7f.1/', 'https://127.1/', 'https://0177.0.0.1/'],
    ...['https://[::1]/', 'https://[::ffff:127.0.0.1]/', 'https://169.254.169.254/latest/meta-data/', 'https://0/'],
    ...['https://[64:ff9b::7f00:1]/', 'https://１２７.0.0.1/'],
  ])('where it is written as %s', async url => {
    expect(await failure(strict()(url, get))).toBe('misconfigured: a private address')
  })

  it('where a name has it, alone or beside a public one', async () => {
    for (const found of [['127.0.0.1'], ['::ffff:127.0.0.1'], ['93.184.215.14', '127.0.0.1'], ['::1', '93.184.215.14']])
      expect(await failure(strict({ resolve: names(found) })('https://sso.example.com/', get))).toBe(
        'misconfigured: a private address',
      )
    expect(await failure(strict()('https://localhost/', get))).toBe('misconfigured: a private address')
  })

  it('where a name had a public one when it was looked up before (DNS rebinding)', async () => {
    const { port, received } = await serve((_request, response) => response.end('secret'))
    const resolve = names(['93.184.215.14'], ['127.0.0.1'])
    // What Node connects to the first time, without connecting.
    const first = await new Promise(done => {
      guardedLookup(false, resolve)('sso.example.com', { all: true }, (_error, found) => done(found))
    })
    expect(first).toEqual([{ address: '93.184.215.14', family: 4 }])
    expect(await failure(strict({ resolve })(`https://sso.example.com:${port}/`, get))).toBe(
      'misconfigured: a private address',
    )
    expect(received).toEqual([])
  })

  it('unless the setting allows it', async () => {
    const { port, url } = await serve((_request, response) => response.end('here'))
    expect(await (await open()(url, get)).text()).toBe('here')
    const named = openGuardedFetch({ allowsPrivate: true, withinMs: 2_000, resolve: names(['127.0.0.1']) })
    expect(await (await named(`http://sso.example.com:${port}/`, get)).text()).toBe('here')
  })
})

describe('a request', () => {
  it('goes by https alone', async () => {
    for (const url of ['http://sso.example.com/', 'file:///etc/passwd', 'data:,x', 'ftp://sso.example.com/'])
      expect(await failure(strict()(url, get))).toBe('misconfigured: an address that is not https')
    expect(await failure(open()('file:///etc/passwd', get))).toBe('misconfigured: an address that is not https')
  })

  it('sends what it is given, and says nothing else about us', async () => {
    const { url, received } = await serve((request, response) => request.pipe(response))
    const headers = { authorization: 'Basic x', 'user-agent': 'a library' }
    const answer = await open()(`${url}/a?b`, { method: 'POST', headers, body: new URLSearchParams({ code: 'a b' }) })
    expect(await answer.text()).toBe('code=a+b')
    expect(received[0]).toMatchObject({ method: 'POST', url: '/a?b' })
    expect(received[0]?.headers).toMatchObject({ authorization: 'Basic x', 'user-agent': 'Latchkey' })
  })

  it('follows no redirect', async () => {
    const inner = await serve((_request, response) => response.end('secret'))
    const { url } = await serve((_request, response) => response.writeHead(302, { location: inner.url }).end())
    expect((await open()(url, get)).status).toBe(302)
    expect(inner.received).toEqual([])
  })

  it('fails where the handshake of TLS fails', async () => {
    const { port } = await serve((_request, response) => response.end())
    expect(await failure(open()(`https://127.0.0.1:${port}/`, get))).toMatch(/^(misconfigured|down): E/)
  })
})

describe('an answer', () => {
  it('that never ends is cut off', async () => {
    let sent = 0
    const { url } = await serve((_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536))) sent += 65_536
      }
      response.on('drain', more)
      more()
    })
    expect(await failure(open()(url, get))).toBe('invalid: an answer that is too large')
    expect(sent).toBeLessThan(10_000_000)
  })

  it('may have 256 kB and no more', async () => {
    const { url } = await serve((request, response) => response.end('x'.repeat(Number(request.url?.slice(1)))))
    expect((await (await open()(`${url}/262144`, get)).text()).length).toBe(262_144)
    expect(await failure(open()(`${url}/262145`, get))).toBe('invalid: an answer that is too large')
  })

  it('that is compressed is not unpacked', async () => {
    const { url, received } = await serve((_request, response) =>
      response.setHeader('content-encoding', 'gzip').end('packed'),
    )
    expect(await (await open()(url, get)).text()).toBe('packed')
    expect(received[0]?.headers['accept-encoding']).toBe('identity')
  })

  it('that comes byte by byte is cut off in time', async () => {
    const { url } = await serve((_request, response) => {
      const timer = setInterval(() => response.write('x'), 20)
      response.once('close', () => clearInterval(timer))
    })
    expect(await failure(open(150)(url, get))).toBe('down: no answer in time')
  })

  it('that never begins is not waited for, with or without a connection', async () => {
    const { url } = await serve(() => {})
    expect(await failure(open(150)(url, get))).toBe('down: no answer in time')
    const never = (() => {}) as never
    const waiting = openGuardedFetch({ allowsPrivate: true, withinMs: 150, resolve: never })
    expect(await failure(waiting('http://sso.example.com/', get))).toBe('down: no answer in time')
  })

  it('that is no HTTP, or breaks off, is a failure of the provider', async () => {
    const sockets = new Set<Socket>()
    const server = createSocketServer(socket => {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.end('SSH-2.0-OpenSSH_9.2\r\n')
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    expect(await failure(open()(`http://127.0.0.1:${port}`, get))).toMatch(/^down: /)
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half')
      setImmediate(() => response.destroy())
    })
    expect(await failure(open()(url, get))).toMatch(/^down: /)
  })

  it('that is cut off by a reset ends nothing but the request', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half')
      setImmediate(() => response.socket?.resetAndDestroy())
    })
    for (let turn = 0; turn < 20; turn++) expect(await failure(open()(url, get))).toMatch(/^down: /)
  })

  it('that does not come is a failure of the provider', async () => {
    expect(await failure(open()('http://127.0.0.1:1/', get))).toBe('down: ECONNREFUSED')
    expect(
      await failure(openGuardedFetch({ allowsPrivate: false, resolve: names([]) })('https://sso.example.com/', get)),
    ).toBe('down: a name without an address')
  })
})
