import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A proxy to a server of this machine that hands on each piece `delayMs` later, in both directions: a server that is far away. */
export async function slowProxy(target: string, delayMs: number): Promise<{ url: string; close(): void }> {
  const url = new URL(target)
  const far = { host: url.hostname, port: Number(url.port) }
  const sockets = new Set<Socket>()
  const carry = (from: Socket, to: Socket) => {
    sockets.add(from)
    from.on('error', () => {}).on('data', piece => setTimeout(() => to.write(piece), delayMs))
    from.once('close', () => setTimeout(() => to.destroy(), delayMs))
  }
  const server = createServer(near => {
    const other = connect(far)
    carry(near, other)
    carry(other, near)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
