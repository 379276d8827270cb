import { generateKeyPairSync, sign } from 'node:crypto'
import { type AddressInfo, createServer } from 'node:net'
import { TLSSocket } from 'node:tls'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openConnections } from './client.ts'
import { outageOf } from './errors.ts'
import { createTestDatabase } from './testing.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase(inject('template'))
})
afterAll(() => database.drop())

it('nothing is sent to a server without TLS if the address says sslmode=verify-full', async () => {
  const address = new URL(database.url)
  address.searchParams.set('sslmode', 'verify-full')
  const { db, prepared, close } = openConnections(address.href)
  const refused = 'does not support SSL'
  await expect(db.$queryRaw`select 1`).rejects.toMatchObject({ message: expect.stringContaining(refused) })
  await expect(prepared({ name: 'one', text: 'select 1' }, [])).rejects.toThrow(refused)
  await close()
})

it('nothing is sent to a server with an untrusted certificate if the address says sslmode=verify-full', async () => {
  const server = await startUntrustedServer()
  const open = (sslmode: string) =>
    openConnections(`postgres://somebody@localhost:${server.port}/db?sslmode=${sslmode}`)
  const { db, prepared, close } = open('verify-full')
  const refused = /self-signed certificate/
  await expect(db.$queryRaw`select 1`).rejects.toMatchObject({ message: expect.stringMatching(refused) })
  await expect(prepared({ name: 'one', text: 'select 1' }, [])).rejects.toThrow(refused)
  // A certificate may expire while the server runs. It is renewed without a restart.
  for (const failing of [() => db.user.count(), () => prepared({ name: 'one', text: 'select 1' }, [])])
    expect(outageOf(await failing().catch((error: unknown) => error))).toMatchObject({ name: 'TLS' })
  await close()
  const several = openConnections(
    `postgres://somebody@localhost:${server.port},localhost:${server.port}/db?sslmode=verify-full`,
  )
  await expect(several.prepared({ name: 'one', text: 'select 1' }, [])).rejects.toThrow(refused)
  await several.close()
  expect(server.received).toEqual([])

  // Without verification the user name is sent, so it was the certificate that was refused above.
  const careless = open('no-verify')
  await expect(careless.prepared({ name: 'one', text: 'select 1' }, [])).rejects.toThrow()
  await careless.close()
  expect(Buffer.concat(server.received).toString()).toContain('somebody')
  await server.close()
})

/** Starts TLS as Postgres does, with a self-signed certificate. Records the first data that it receives, and closes. */
async function startUntrustedServer() {
  const credentials = selfSigned()
  const received: Buffer[] = []
  const server = createServer(socket => {
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.write('S')
      const secured = new TLSSocket(socket, { isServer: true, ...credentials })
      secured.on('error', () => {})
      secured.on('data', data => {
        received.push(data)
        secured.destroy()
      })
    })
  })
  await new Promise<void>(resolve => server.listen(0, 'localhost', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    received,
    close: () => new Promise<unknown>(resolve => server.close(resolve)),
  }
}

/** A self-signed X.509 certificate for localhost. */
function selfSigned(): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const sequence = (...parts: Buffer[]) => der(0x30, ...parts)
  const ed25519 = sequence(Buffer.from('06032b6570', 'hex'))
  const commonName = Buffer.from('0603550403', 'hex')
  const name = sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from('localhost')))))
  const validity = sequence(...['200101000000Z', '491231235959Z'].map(time => der(0x17, Buffer.from(time))))
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const content = sequence(der(0x02, Buffer.from([1])), ed25519, name, validity, name, spki)
  const signature = der(0x03, Buffer.from([0]), sign(null, content, privateKey))
  const cert = sequence(content, ed25519, signature).toString('base64')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${cert}\n-----END CERTIFICATE-----\n`,
  }
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  return Buffer.concat([Buffer.from(length < 128 ? [tag, length] : [tag, 0x82, length >> 8, length & 255]), content])
}
