import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A message of the server: its letter, its length, and its content. https://www.postgresql.org/docs/current/protocol-message-formats.html */
export function message(letter: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(4 + content.length)
  return Buffer.concat([Buffer.from(letter), length, content])
}

/** Asks for a way to sign in. 0 asks for none: the client is in. */
export function authentication(way: number): Buffer {
  const content = Buffer.alloc(4)
  content.writeInt32BE(way)
  return message('R', content)
}

/** Refuses a connection, as Postgres does. */
export const refusal = (code: string, words: string): Buffer =>
  message('E', Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${words}\0\0`))

export const readyForQuery: Buffer = message('Z', Buffer.from('I'))

/**
 * A program that speaks the protocol of Postgres: it gives one of these answers to each piece that a client sends, and then none. Returns
 * an address of it. It closes when the test ends.
 */
export async function startSpeakingServer(...answers: Buffer[]): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    const left = [...answers]
    socket.on('error', () => {})
    socket.on('data', () => void socket.write(left.shift() ?? ''))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `postgresql://app@127.0.0.1:${(server.address() as AddressInfo).port}/app?sslmode=disable`
}
