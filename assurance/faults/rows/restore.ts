import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { connectForTest } from '@latchkey/database/testing'
import type { Cluster } from '../cluster.ts'
import { startDebianPostgres } from '../debian-postgres.ts'
import type { Ledger, Person } from '../ledger.ts'
import { startLoad } from '../load.ts'
import { type Fault, type Outcome, underLoad } from '../scene.ts'

const restoredName = 'again'

export const restores: readonly Fault[] = [
  {
    id: 'fault-backup-restored',
    name: 'Backup restored',
    injected:
      '`latchkey backup` under load; people went on; all servers killed; `latchkey restore` into an empty database, and the passwords that the log says were changed since deleted, as docs/operations.md says; servers started on it',
    holds:
      'what was acknowledged before the backup is there; no session lives, no replaced password and no used code works; people sign in again',
    run: restoreUnderLoad,
  },
]

async function restoreUnderLoad(options: Parameters<Fault['run']>[0]): Promise<Outcome> {
  const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-restored-'))
  let postgres: Awaited<ReturnType<typeof startDebianPostgres>> | undefined
  const on = async () => {
    postgres = await startDebianPostgres()
    return postgres
  }
  try {
    // The log tells whose password was changed.
    return await underLoad(options, { on, settings: { LOG_LEVEL: 'info' } }, async ({ cluster, load, must }) => {
      const [server] = cluster.servers
      if (server === undefined || postgres === undefined) throw new Error('The cluster is not whole.')
      await load.untilEnough({ isShort: options.isShort })
      const before = copyOf(load.ledger)
      const file = (await server.latchkey(['backup', folder])).trim()
      await load.untilChanges(options.isShort ? 20 : 100)
      await load.stop()
      await Promise.all(cluster.servers.map(each => each.end('SIGKILL')))

      await cluster.postgres.sql(`create database ${restoredName}`)
      const databaseUrl = postgres.urlOf(restoredName)
      const said = await server.latchkey(['restore', file], { DATABASE_URL: databaseUrl })
      must(/A backup that ends with seal \d+ was restored/.test(said), `the restore said: ${said}`)
      const removed = await removePasswordsChangedSince(databaseUrl, cluster, backupTime(file))
      for (const each of cluster.servers) await each.start({ DATABASE_URL: databaseUrl })

      const again = startLoad(cluster)
      try {
        await again.untilEnough({ isShort: options.isShort })
      } finally {
        await again.stop()
      }
      const restored = whatMustHold(before, load.ledger)
      const people = [...restored.people, ...again.ledger.people]
      const violations = [...restored.violations, ...again.ledger.violations]
      const note = `${before.people.length} people in the backup, ${load.ledger.people.length} at the end; ${removed} passwords deleted`
      return { databaseUrl, note, ledger: { people, violations }, hasPasswords: false }
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const copyOf = ({ people, violations }: Ledger): Ledger => ({
  people: structuredClone(people),
  violations: [...violations],
})

/** As the name of the file says it, to the second. */
const backupTime = (file: string): string =>
  (/(\d{4}-\d\d-\d\dT)(\d\d)-(\d\d)-(\d\dZ)\.dump$/.exec(file) ?? []).slice(1).join(':').replace('T:', 'T')

/** Steps 4 and 5 of "Restore a backup" in docs/operations.md. Returns how many passwords were deleted. */
async function removePasswordsChangedSince(
  url: string,
  { servers }: Pick<Cluster, 'servers'>,
  since: string,
): Promise<number> {
  const lines = servers.flatMap(({ printed }) => printed().match(/^\{.*"event":"password_changed".*\}$/gm) ?? [])
  const changed = lines
    .map((line): { time: string; userId: string } => JSON.parse(line))
    .filter(({ time }) => time >= since)
  const database = await connectForTest(url)
  const { rowCount } = await database
    .query('delete from passwords where user_id = any($1::uuid[])', [changed.map(({ userId }) => userId)])
    .finally(() => database.end())
  return rowCount ?? 0
}

/** What the restored database must hold: all that was acknowledged before the backup, but no session, and no password replaced since. */
function whatMustHold(before: Ledger, end: Ledger): Ledger {
  const earlier = new Map(before.people.map(person => [person.email, person]))
  const people = end.people.map((now): Person => {
    const ended = new Map([...now.sessions.keys()].map(token => [token, { lives: 'no' as const }]))
    const then = earlier.get(now.email)
    const isChanged = then?.formerPasswords.length !== now.formerPasswords.length || now.perhapsPassword !== undefined
    const hasAccount = isChanged || then === undefined ? 'perhaps' : then.hasAccount
    const hasApp = then?.hasApp === now.hasApp ? now.hasApp : 'perhaps'
    return {
      ...now,
      sessions: ended,
      hasAccount,
      hasApp,
      usedCodes: then?.usedCodes ?? [],
      wrongAttempts: then?.wrongAttempts ?? 0,
    }
  })
  return { people, violations: [...end.violations] }
}
