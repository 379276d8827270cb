import { openConnections } from '@latchkey/database/client'
import { leaseEmbeddedServer } from '@latchkey/database/embedded-server'
import { applyMigrations } from '@latchkey/database/migrate'
import { connectForTest } from '@latchkey/database/testing'
import { createDataDir } from '@latchkey/database/testing-data-dir'

/** Starts a separate Postgres with the smallest queue of notifications that it allows: half a megabyte for all databases. */
export async function postgresWithSmallQueue() {
  const dataDir = await createDataDir({ hasCluster: true })
  const lease = () => leaseEmbeddedServer(dataDir.path, { durable: false })
  const first = await lease()
  const admin = openConnections(first.url)
  await admin.query('alter system set max_notify_queue_pages = 64')
  await admin.close()
  await first.release()
  const server = await lease()
  await applyMigrations(server.url)
  return {
    url: server.url,
    async close() {
      await server.release()
      await dataDir.remove()
    },
  }
}

/** Fills the queue as any role could: one connection listens and never reads, and one notifies. Returns a function that ends both. */
export async function fillQueue(url: string): Promise<() => Promise<void>> {
  // Not from a pool, which closes a connection that is given back within a transaction.
  const [silent, loud] = [await connectForTest(url), await connectForTest(url)]
  await silent.query('listen noise')
  await silent.query('begin')
  await silent.query('select 1')
  const notify = () => loud.query("select pg_notify('noise', repeat('x', 7900) || n) from generate_series(1, 10) n")
  let failure: unknown
  while (failure === undefined)
    await notify().catch(error => {
      failure = error
    })
  if ((failure as { code?: string }).code !== '54000') throw failure
  return async () => {
    await silent.query('commit')
    await Promise.all([silent.end(), loud.end()])
  }
}
