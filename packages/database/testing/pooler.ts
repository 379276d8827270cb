import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { onTestFinished } from 'vitest'

interface Treatment {
  /** What happens to the settings that a client sends at its start. */
  options?: 'passed' | 'refused' | 'dropped'
  /** How long each message is on its way. */
  delayMs?: number
  /** Listens at this path instead of a port. */
  socket?: string
}

const refusal = errorResponse('FATAL', '08P01', 'unsupported startup parameter: options')

/** A proxy to a database that treats the start of a connection as some poolers do. It closes when the test ends. */
export async function startPooler(target: string, { options = 'passed', delayMs = 0, socket }: Treatment) {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  const server = createServer(near => {
    const far = connect(Number(port), hostname)
    const late = () => setTimeout(delayMs)
    for (const each of [near, far]) {
      sockets.add(each)
      each.on('error', () => {})
      each.once('close', () => {
        sockets.delete(each)
        near.destroy()
        far.destroy()
      })
    }
    near.once('data', start => {
      if (options === 'refused' && start.includes('options\0')) return void near.end(refusal)
      far.write(options === 'dropped' ? withoutOptions(start) : start)
      near.on('data', data => void late().then(() => far.write(data)))
    })
    far.on('data', data => void late().then(() => near.write(data)))
  })
  server.listen(socket ?? { port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const close = () => {
    for (const each of sockets) each.destroy()
    server.close()
  }
  onTestFinished(close)
  const url = new URL(target)
  if (socket === undefined) url.port = String((server.address() as AddressInfo).port)
  return { url: url.href, close }
}

/** A startup message, https://www.postgresql.org/docs/current/protocol-message-formats.html, without its parameter `options`. */
function withoutOptions(start: Buffer): Buffer {
  const names = start.subarray(8).toString().split('\0')
  const at = names.indexOf('options')
  if (at >= 0) names.splice(at, 2)
  const body = Buffer.from(names.join('\0'))
  const head = Buffer.alloc(8)
  head.writeInt32BE(8 + body.length)
  start.copy(head, 4, 4, 8)
  return Buffer.concat([head, body])
}

function errorResponse(severity: string, code: string, message: string): Buffer {
  const body = Buffer.from(`S${severity}\0V${severity}\0C${code}\0M${message}\0\0`)
  const head = Buffer.from('E\0\0\0\0')
  head.writeInt32BE(4 + body.length, 1)
  return Buffer.concat([head, body])
}
