import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

// Below the range for outgoing connections: one of those could take our port while the server restarts.
const LOWEST_PORT = 20_000
const HIGHEST_PORT = 32_000

/** Returns a random port on 127.0.0.1 that no program uses now. */
export async function chooseFreePort(): Promise<number> {
  const port = randomInt(LOWEST_PORT, HIGHEST_PORT)
  return (await isFree(port)) ? port : chooseFreePort()
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}
