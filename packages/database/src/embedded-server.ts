import { resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type Lease, serverUrl } from './embedded/lease.ts'
import { withLock } from './embedded/lock.ts'
import { findOrStart, giveBack, type ServerOptions } from './embedded/server.ts'

const FIRST_WAIT_MILLISECONDS = 100
const LONGEST_WAIT_MILLISECONDS = 5_000

export interface EmbeddedServer {
  /** The address of the database `latchkey`. It changes only if the server restarts on another port. */
  readonly url: string
  /** Releases the lease. The last lease stops the server. Close your own connections first. */
  release(): Promise<void>
}

/**
 * Takes a lease on the Postgres server of this data directory, and starts the server if it does not run.
 *
 * Several processes can share the server. Each holds a lease, and the release of the last lease stops the server. A killed
 * process leaves it running for the next one. If the server dies while we hold a lease, we start it again. Throws if the
 * server can't be started.
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
      return serverUrl(lease.config)
    },
    release: () => (releasing ??= release()),
  }
}
