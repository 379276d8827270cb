import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { onTestFinished } from 'vitest'

const [notification, readyForQuery] = [...'AZ'].map(letter => letter.charCodeAt(0))

/**
 * A proxy to a database that loses notifications while its client runs no query, as PgBouncer does in transaction mode: then the
 * server's connection belongs to no client. Returns the database's address through it. It closes when the test ends.
 */
export async function poolingProxy(target: string): Promise<string> {
  const url = new URL(target)
  const server = createServer(near => {
    const far = connect(Number(url.port), url.hostname)
    let isInUse = true
    let received = Buffer.alloc(0)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const)
      one.on('error', () => {}).once('close', () => other.destroy())
    near.on('data', data => {
      isInUse = true
      far.write(data)
    })
    far.on('data', data => {
      received = Buffer.concat([received, data])
      // A type, then the length of the rest: https://www.postgresql.org/docs/current/protocol-message-formats.html
      while (received.length >= 5 && received.length > received.readInt32BE(1)) {
        const message = received.subarray(0, 1 + received.readInt32BE(1))
        received = received.subarray(message.length)
        if (isInUse || message[0] !== notification) near.write(message)
        if (message[0] === readyForQuery) isInUse = false
      }
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return Object.assign(new URL(target), { port: String((server.address() as AddressInfo).port) }).href
}
