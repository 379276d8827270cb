import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'

/** A proxy to a database that cuts each connection at a message of the client: before it, or once it was passed on. */
export async function cuttingProxy(target: string) {
  const { port } = new URL(target)
  let cutAt = Number.POSITIVE_INFINITY
  let isPassedOn = false
  const server = createServer(near => {
    const far = connect(Number(port), '127.0.0.1')
    const end = () => {
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) socket.on('error', end).on('close', end)
    let messages = 0
    near.on('data', data => {
      messages += 1
      if (messages < cutAt) return void far.write(data)
      // A process that is killed closes its connection as soon as its last message was sent.
      if (isPassedOn) far.end(data)
      near.destroy()
    })
    far.on('data', data => near.write(data))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    /** From now on. */
    cut(at: number, { passedOn }: { passedOn: boolean }) {
      cutAt = at
      isPassedOn = passedOn
    },
    close: () => void server.close(),
  }
}
