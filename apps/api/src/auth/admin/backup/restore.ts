import { connectTo } from '@latchkey/database/connection'
import { knowsMigration } from '@latchkey/database/pending'
import type { Deps } from '../../../deps.ts'
import type { Settings } from '../../../platform/settings/settings.ts'
import { headFrom, type Verdict } from '../../audit-log/chain/report.ts'
import { sealEvents } from '../../audit-log/chain/service.ts'
import { markRestored, verifyChain } from '../../audit-log/chain/verify.ts'
import { revokeAllSessions } from '../../sessions/revoke-all.ts'
import { CommandError } from '../commands/terminal.ts'
import { fingerprintOf } from '../doctor/secret.ts'
import { endRestored } from '../end-restored.ts'
import { requireAddress } from './backup.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { restoreDump } from './programs.ts'

const limits = { lockMs: 10_000, statementMs: 60_000, idleInTransactionMs: 60_000 }

/**
 * Runs in the transaction that fills the database, so that no server ever finds a session alive that may have ended since. Jobs that
 * waited at the time of the backup are dropped: the lost server sent those mails, and a person who misses one can ask again.
 */
const endAtOnce = `
  update public.sessions set revoked_at = clock_timestamp(), end_reason = 'revoked_by_admin' where revoked_at is null;
  delete from pgboss.job where state < 'completed';`

/**
 * Fills the empty database of the settings from a backup. Everything is refused before anything is written. Call `finishRestore` then,
 * before any server starts.
 * @throws {CommandError} if the backup does not fit these settings, the database is not empty, or a program of Postgres fails
 */
export async function restore(settings: Settings, file: string): Promise<Manifest> {
  const url = requireAddress({ settings })
  const manifest = await readManifest(file)
  if (!(settings.appSecrets ?? []).some(secret => fingerprintOf(secret) === manifest.secret))
    throw new CommandError(
      'APP_SECRET does not contain the secret of this backup, without which authenticator apps and recovery codes are lost. ' +
        `Add it at the end, after a comma. Its fingerprint is ${manifest.secret}.`,
    )
  if (!(await knowsMigration(manifest.migration)))
    throw new CommandError(`The backup is of a newer version: this one has no migration ${manifest.migration}.`)
  await requireEmpty(url)
  await restoreDump(url, file, endAtOnce)
  return manifest
}

async function requireEmpty(url: string): Promise<void> {
  const client = await connectTo(url, limits)
  try {
    const { rows } = await client.query<{ name: string }>(
      `select table_schema || '.' || table_name as name from information_schema.tables where table_schema in ('public', 'pgboss') limit 1`,
    )
    if (rows[0])
      throw new CommandError(
        `The database is not empty: it has the table ${rows[0].name}. Make a new one, and name it in DATABASE_URL.`,
      )
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * Ends what a backup brings back (`session revoke --all --restored`), and writes into the audit log where its gap is. Returns what it
 * found in the chain. May be called again.
 */
export async function finishRestore(deps: Deps, { head }: Pick<Manifest, 'head'>): Promise<Verdict> {
  await markRestored(deps)
  await revokeAllSessions(deps)
  await endRestored(deps)
  await sealEvents(deps)
  const known = head === null ? null : headFrom(head)
  return verifyChain(deps, known ? [known] : [])
}
