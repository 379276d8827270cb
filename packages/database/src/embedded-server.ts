import { resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type Lease, serverUrl } from './embedded/lease.ts'
import { withLock } from './embedded/lock.ts'
import { findOrStart, giveBack, type ServerOptions } from './embedded/server.ts'

const FIRST_WAIT_MILLISECONDS = 100
const LONGEST_WAIT_MILLISECONDS = 5_000

export interface EmbeddedServer {
  /** Where the database `latchkey` is. Another one only if the server had to come back on another port. */
  readonly url: string
  /** Ends the use of the server, which stops if nobody else uses it. Close your own connections before. */
  release(): Promise<void>
}

/**
 * Takes a share in the Postgres server that keeps its data in this directory, and starts it if it does not run.
 *
 * The server belongs to nobody. Each process that uses it holds a lease, and the last lease out stops it; a process that
 * is killed leaves it running for the next. If the server dies while we hold a lease, it is started again.
 */
export async function leaseEmbeddedServer(dataDir: string, options: ServerOptions = {}): Promise<EmbeddedServer> {
  const directory = resolve(dataDir)
  let releasing: Promise<void> | undefined
  let retaking = Promise.resolve()

  const take = () =>
    withLock(directory, async () => {
      const lease = await findOrStart(directory, options)
      lease.connection.once('end', () => {
        if (!releasing) retaking = retake()
      })
      return lease
    })

  async function retake(): Promise<void> {
    for (let wait = FIRST_WAIT_MILLISECONDS; !releasing; wait = Math.min(2 * wait, LONGEST_WAIT_MILLISECONDS)) {
      try {
        lease = await take()
        return
      } catch {
        await setTimeout(wait)
      }
    }
  }

  async function release(): Promise<void> {
    await retaking
    await withLock(directory, () => giveBack(lease))
  }

  let lease: Lease = await take()
  return {
    get url() {
      return serverUrl(lease.place)
    },
    release: () => (releasing ??= release()),
  }
}
