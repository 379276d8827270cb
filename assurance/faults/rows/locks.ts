import { setTimeout } from 'node:timers/promises'
import { fillQueue } from '@latchkey/api/testing/full-queue'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { connectForTest } from '@latchkey/database/testing'
import { type Fault, type Scenery, timeUntilChange, underLoad } from '../scene.ts'

const answeredWithinMs = 5_000
const backWithinMs = 5_000
const heldMs = 4_000

/** Runs `work` while a third party holds what this statement locks. */
async function whileLocked(url: string, statement: string, work: () => Promise<void>): Promise<void> {
  const holder = await connectForTest(url)
  try {
    await holder.query('begin')
    await holder.query(statement)
    await work()
    await holder.query('rollback')
  } finally {
    await holder.end()
  }
}

/** A person of the load whose password is known for certain. */
const someone = ({ load }: Scenery) => {
  const person = load.ledger.people.find(({ hasAccount, perhapsPassword }) => hasAccount === 'yes' && !perhapsPassword)
  if (person === undefined) throw new Error('No person has an account yet.')
  return person
}

export const locks: readonly Fault[] = [
  {
    id: 'fault-lock-of-a-third-party',
    name: 'Lock held by a third party',
    injected: 'the row of one person locked by another connection for 4 s, and after that the table of sessions',
    holds: '503 within 5 s for those who need it, others are served, no backend is left waiting',
    run: options =>
      underLoad(options, {}, async scenery => {
        const { cluster, load, must } = scenery
        const { email, password } = someone(scenery)
        const served = load.measured.changes()
        await whileLocked(cluster.postgres.url, `select from users where email = '${email}' for update`, async () => {
          const { status, tookMs } = await cluster.client.call(signIn, { email, password })
          must([200, 202, 503].includes(status), `a sign-in at a locked row got ${status}`)
          must(tookMs <= answeredWithinMs, `a sign-in at a locked row took ${Math.round(tookMs)} ms`)
          await setTimeout(heldMs)
        })
        must(load.measured.changes() > served, 'others were not served while one row was locked')
        await whileLocked(cluster.postgres.url, 'lock table sessions in access exclusive mode', () =>
          setTimeout(heldMs),
        )
        const slowest = load.measured.slowestMs()
        must(slowest <= answeredWithinMs, `the slowest answer took ${Math.round(slowest)} ms`)
        must((await timeUntilChange(load)) <= backWithinMs, 'changes did not go on after the lock')
        const { rows } = await ask(
          cluster.postgres.url,
          // People who go on wait for each other's rows for a moment.
          `select 1 from pg_stat_activity where wait_event_type = 'Lock' and now() - query_start > '${answeredWithinMs} ms'`,
        )
        must(rows.length === 0, `${rows.length} backends still wait for a lock`)
      }),
  },
  {
    id: 'fault-pool-exhausted',
    name: 'Pool exhausted',
    injected: '`DATABASE_POOL=2`, and a table that most requests need locked for 4 s',
    holds: '503 in time, health answers, no deadlock',
    run: options =>
      underLoad(options, { settings: { DATABASE_POOL: '2' } }, async ({ cluster, load, must }) => {
        await whileLocked(cluster.postgres.url, 'lock table users in access exclusive mode', async () => {
          await setTimeout(heldMs)
          const live = await Promise.all(cluster.servers.map(server => server.health('live')))
          must(
            live.every(status => status === 200),
            `health said ${live}`,
          )
        })
        const slowest = load.measured.slowestMs()
        must(slowest <= answeredWithinMs, `the slowest answer took ${Math.round(slowest)} ms`)
        must((await timeUntilChange(load)) <= backWithinMs, 'changes did not go on afterwards')
      }),
  },
  {
    id: 'fault-full-notify-queue',
    name: 'Full queue of notifications',
    injected: '`max_notify_queue_pages=64`, filled by a connection that listens and never reads',
    holds: 'ending a session still works, and is refused within two seconds on every server',
    run: options =>
      underLoad(
        options,
        { postgres: ['alter system set max_notify_queue_pages = 64'] },
        async ({ cluster, load, must }) => {
          const empty = await fillQueue(cluster.postgres.url)
          must((await timeUntilChange(load)) <= backWithinMs, 'nothing could be changed while the queue was full')
          await load.untilChanges(options.isShort ? 20 : 60)
          await empty()
        },
      ),
  },
  {
    id: 'fault-hostile-defaults',
    name: 'Hostile defaults of the database',
    injected:
      '`ALTER DATABASE … SET` of time zone, isolation, `synchronous_commit`, `DateStyle` and `search_path`; then every server started again',
    holds: 'nothing changes',
    run: options =>
      underLoad(options, {}, async ({ cluster }) => {
        const defaults = [
          "timezone = 'America/Los_Angeles'",
          "default_transaction_isolation = 'repeatable read'",
          'synchronous_commit = off',
          "datestyle = 'German'",
          "search_path = ''",
        ]
        await cluster.postgres.sql(...defaults.map(each => `alter database latchkey set ${each}`))
        for (const server of cluster.servers) {
          await server.end('SIGTERM')
          await server.start()
        }
      }),
  },
]

async function ask(url: string, text: string) {
  const client = await connectForTest(url)
  return client.query(text).finally(() => client.end())
}
