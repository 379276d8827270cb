import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface TcpProxy {
  /** The target's URL, through the proxy. */
  readonly url: string
  /** Closes every connection, and accepts no new one. */
  cut(): void
  /** Forwards nothing and reports no error, like a network that drops packets. */
  stall(): void
  restore(): void
  /** Like `cut`, and further connections lead to another server, as after a failover. */
  leadTo(target: string): void
}

/** A proxy to a server, whose connections can be cut or stalled; it closes when the test ends. */
export async function tcpProxy(target: string): Promise<TcpProxy> {
  let { hostname, port } = new URL(target)
  const pairs = new Set<Socket[]>()
  let state: 'open' | 'cut' | 'stalled' = 'open'

  const server = createServer({ pauseOnConnect: true }, near => {
    if (state === 'cut') return void near.destroy()
    const far = connect(Number(port), hostname)
    const pair = [near, far]
    pairs.add(pair)
    for (const socket of pair) {
      socket.on('error', () => {})
      socket.once('close', () => {
        pairs.delete(pair)
        for (const each of pair) each.destroy()
      })
    }
    near.on('data', data => far.write(data))
    far.on('data', data => near.write(data))
    // A listener for data makes a socket start to read.
    if (state === 'stalled') for (const socket of pair) socket.pause()
    else near.resume()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')

  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  const cut = () => {
    state = 'cut'
    for (const socket of [...pairs].flat()) socket.destroy()
  }
  onTestFinished(() => {
    cut()
    server.close()
  })
  return {
    url: url.href,
    cut,
    stall() {
      state = 'stalled'
      for (const socket of [...pairs].flat()) socket.pause()
    },
    restore() {
      state = 'open'
      for (const socket of [...pairs].flat()) socket.resume()
    },
    leadTo(other) {
      cut()
      ;({ hostname, port } = new URL(other))
      state = 'open'
    },
  }
}
