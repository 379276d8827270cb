import { setTimeout } from 'node:timers/promises'
import { connectForTest } from '@latchkey/database/testing'
import { checkOutLastRelease } from '../../forks/checkout.ts'
import { type Fault, type Outcome, type Scenery, underLoad } from '../scene.ts'

/** How long servers of both versions serve beside each other, after each one that is replaced. */
const besideMs = { short: 2_000, long: 10_000 }

/** A server of that release stops at once. So the proxy lets it go first, and requests under way end. */
const drainedMs = 2_000

export const upgrade: readonly Fault[] = [
  {
    id: 'fault-upgrade',
    name: 'Upgrade from the last release',
    injected:
      'each of three servers of the last release taken out of the proxy, ended by SIGTERM, started as this version and put back; the first one applies the new migrations',
    holds: 'no request is dropped; both versions serve beside each other',
    run: upgradeUnderLoad,
  },
]

async function upgradeUnderLoad(options: { isShort: boolean }): Promise<Outcome> {
  const release = checkOutLastRelease()
  try {
    return await underLoad(options, { isStarted: false }, async scenery => {
      const { cluster, load, must } = scenery
      const databaseUrl = await startOldServers(scenery, release.main)
      await load.untilChanges(options.isShort ? 20 : 60)
      load.measured.reset()
      const [before, changesBefore] = [await countMigrations(databaseUrl), load.measured.changes()]
      for (const [place, server] of cluster.servers.entries()) {
        await cluster.sendTo(cluster.servers.filter(other => other !== server))
        await setTimeout(drainedMs)
        await server.end('SIGTERM')
        await server.start()
        await cluster.sendTo(cluster.servers)
        const changes = load.measured.changes()
        await setTimeout(options.isShort ? besideMs.short : besideMs.long)
        must(load.measured.changes() > changes, `nothing changed once ${place + 1} servers were new`)
        for (const [other, { health }] of cluster.servers.entries()) {
          const status = await health('ready')
          must(status === 200, `the ${other > place ? 'old' : 'new'} server ${other + 1} was not ready: ${status}`)
        }
      }
      const failures = load.measured.failures()
      must(failures === 0, `${failures} requests were dropped: ${JSON.stringify(load.measured.kinds())}`)
      const added = (await countMigrations(databaseUrl)) - before
      const changes = load.measured.changes() - changesBefore
      const note = `from ${release.version}; new migrations: ${added}; ${changes} changes meanwhile; sent again, since Caddy closed an idle connection just then: ${cluster.client.repeats()}`
      return { databaseUrl, note }
    })
  } finally {
    release.remove()
  }
}

/** On an empty database, which the servers migrate: the cluster's own is migrated by this version. Returns its address. */
async function startOldServers({ cluster }: Scenery, program: string): Promise<string> {
  await cluster.postgres.sql('create database upgraded')
  const url = new URL(cluster.postgres.url)
  url.pathname = 'upgraded'
  await Promise.all(cluster.servers.map(server => server.start({ DATABASE_URL: url.href }, program)))
  return url.href
}

async function countMigrations(databaseUrl: string): Promise<number> {
  const database = await connectForTest(databaseUrl)
  const { rows } = await database
    .query<{ count: number }>('select count(*)::int as count from _prisma_migrations where finished_at is not null')
    .finally(() => database.end())
  return rows[0]?.count ?? 0
}
