import { currentSession } from '@latchkey/contracts/auth/sessions'
import { connectForTest } from '@latchkey/database/testing'
import { openClient } from '../client.ts'
import { appSecret } from '../cluster.ts'
import { type Fault, type Scenery, underLoad } from '../scene.ts'

const newSecret = 'another secret of the fault run that replaces the first one'

/** Stops and starts each server, one after the other, as a rolling update does. */
async function roll({ cluster }: Scenery, settings: Record<string, string> = {}): Promise<void> {
  for (const server of cluster.servers) {
    await server.end('SIGTERM')
    await server.start(settings)
    // Caddy looks twice a second.
    await new Promise(resolve => setTimeout(resolve, 1_000))
  }
}

function expectNoneDropped({ load, must }: Scenery): void {
  const failures = load.measured.failures()
  must(failures === 0, `${failures} requests were dropped: ${JSON.stringify(load.measured.kinds())}`)
}

export const processes: readonly Fault[] = [
  {
    id: 'fault-sigterm',
    name: 'SIGTERM, a rolling restart',
    injected: 'SIGTERM of each of three servers in turn, twice, each started again',
    holds: 'no request is dropped',
    run: options =>
      underLoad(options, {}, async scenery => {
        for (let round = 0; round < (options.isShort ? 1 : 2); round++) await roll(scenery)
        expectNoneDropped(scenery)
      }),
  },
  {
    id: 'fault-secret-rotation',
    name: 'Secret rotation',
    injected: '`APP_SECRET` rolled over all servers as `OLD,NEW`, then `NEW,OLD`; one server with `NEW` alone',
    holds:
      'no one is signed out, no request is dropped, and a token of the old secret is refused where only the new one is known',
    run: options =>
      // Where the new secret stands first, all counts begin anew.
      underLoad(options, { without: ['failed attempts'] }, async scenery => {
        const { cluster, load, must } = scenery
        const old = [...(load.ledger.people[0]?.sessions ?? [])].find(([, { lives }]) => lives === 'yes')?.[0]
        await roll(scenery, { APP_SECRET: `${appSecret},${newSecret}` })
        await roll(scenery, { APP_SECRET: `${newSecret},${appSecret}` })
        expectNoneDropped(scenery)
        const { violations } = load.ledger
        const before = violations.length
        const [server] = cluster.servers
        if (server === undefined || old === undefined) throw new Error('There is no session of the old secret.')
        await server.end('SIGTERM')
        await server.start({ APP_SECRET: newSecret })
        const client = openClient(server.address)
        const { status } = await client.call(currentSession, {}, old)
        client.close()
        must(status === 401, `a token of the old secret got ${status} where only the new one is known`)
        await server.end('SIGTERM')
        await server.start({ APP_SECRET: `${newSecret},${appSecret}` })
        violations.push(...violations.splice(before).filter(isNoRefusal))
      }),
  },
  {
    id: 'fault-two-replicas-migrate',
    name: 'Three servers migrate at once',
    injected: 'three servers started together on an empty database',
    holds: 'each migration is applied once, and all servers become ready',
    run: options =>
      underLoad(options, { isStarted: false }, async ({ cluster, must }) => {
        await cluster.postgres.sql('create database empty')
        const url = new URL(cluster.postgres.url)
        url.pathname = 'empty'
        for (const server of cluster.servers) server.spawn({ DATABASE_URL: url.href })
        await Promise.all(cluster.servers.map(server => server.untilReady()))
        const database = await connectForTest(url.href)
        const twice = 'select migration_name from _prisma_migrations group by 1 having count(*) > 1'
        const { rows } = await database.query(twice).finally(() => database.end())
        must(rows.length === 0, `${rows.length} migrations were applied twice`)
        return { databaseUrl: url.href }
      }),
  },
]

/** For a moment one server knew the new secret alone: it refuses old tokens, as it should. */
const isNoRefusal = (sentence: string) => !sentence.startsWith('a session that lives was refused: 401')
