import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A proxy to a port of this machine. While it is silent, it accepts connections and says nothing. */
export async function silentProxy(port: number) {
  const sockets = new Set<Socket>()
  let isSilent = false
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).once('close', () => sockets.delete(socket))
    return socket
  }
  const server = createServer(near => {
    keep(near)
    if (isSilent) return void near.resume()
    const far = keep(connect(port, '127.0.0.1'))
    near.pipe(far).pipe(near)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    setSilent(silent: boolean) {
      isSilent = silent
      cut()
    },
    close() {
      cut()
      server.close()
    },
  }
}
