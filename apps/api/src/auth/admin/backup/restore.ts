import { connectTo } from '@latchkey/database/connection'
import { knowsMigration } from '@latchkey/database/pending'
import { requireSameServer } from '@latchkey/database/same-server'
import type { Deps } from '../../../deps.ts'
import { deriveKeyring } from '../../../platform/crypto/keys.ts'
import type { Settings } from '../../../platform/settings/settings.ts'
import { headFrom, type Verdict } from '../../audit-log/chain/report.ts'
import { sealEvents } from '../../audit-log/chain/service.ts'
import { verifyChain } from '../../audit-log/chain/verify.ts'
import { recordEvents } from '../../audit-log/service.ts'
import { CommandError } from '../commands/terminal.ts'
import { endRestored } from '../end-restored.ts'
import { requireAddress } from './backup.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { restoreDump } from './programs.ts'

const limits = { lockMs: 10_000, statementMs: 60_000, idleInTransactionMs: 60_000 }

/**
 * Runs in the transaction that fills the database, so that no server ever finds alive what may have ended since: sessions, known and
 * trusted browsers, mailed links and unfinished sign-ins, and the role of admins. `finishRestore` ends the rest. Jobs that waited at the
 * time of the backup go, since the lost server has performed most of them. It selects who was an admin, and how many jobs of each kind.
 */
const endAtOnce = `
  update public.sessions set revoked_at = clock_timestamp(), end_reason = 'revoked_by_admin' where revoked_at is null;
  update public.devices set revoked_at = clock_timestamp() where revoked_at is null;
  update public.challenges set used_at = clock_timestamp()
    where used_at is null and purpose not in ('factor_reset', 'keep_factors');
  -- A backup of a version without admins has no roles.
  select exists (select from information_schema.columns
    where table_schema = 'public' and table_name = 'users' and column_name = 'role') as has_roles \\gset
  \\if :has_roles
    update public.users set role = 'person', updated_at = clock_timestamp() where role = 'admin'
      returning 'admin ' || id || ' ' || email;
  \\endif
  select count(*) || ' ' || name from pgboss.job where state < 'completed' group by name order by name;
  delete from pgboss.job where state < 'completed';`

/** What a restore did at once. */
export interface Restored {
  readonly manifest: Manifest
  readonly dropped: readonly string[]
  readonly admins: readonly { readonly userId: string; readonly address: string }[]
}

/**
 * Fills the empty database of the settings from a backup. Everything is refused before anything is written. Call `finishRestore` then,
 * before any server starts. `dropped` is how many jobs of each kind waited, such as `3 reset_mail`. `admins` lost their role.
 * @throws {CommandError} if the backup does not fit these settings, the database is not empty, or a program of Postgres fails
 */
export async function restore(settings: Settings, file: string): Promise<Restored> {
  const url = requireAddress({ settings })
  const manifest = await readManifest(deriveKeyring(settings.appSecrets ?? []), file)
  if (!(await knowsMigration(manifest.migration)))
    throw new CommandError(`The backup is of a newer version: this one has no migration ${manifest.migration}.`)
  await requireSameServer(settings.databaseUrl ?? url, url)
  await requireEmpty(url)
  const selected = await restoreDump(url, file, endAtOnce)
  // The line of a job begins with a number.
  const admins = selected.flatMap(line => {
    const [, userId, address] = /^admin (\S+) (\S+)$/.exec(line) ?? []
    return userId && address ? [{ userId, address }] : []
  })
  return { manifest, admins, dropped: selected.filter(line => /^\d/.test(line)) }
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
 * Ends the rest of what a backup brings back, and writes into the audit log where its gap is, and which `admins` lost their role already.
 * Returns what it found in the chain. May be called again.
 */
export async function finishRestore(
  deps: Deps,
  { manifest: { head }, admins }: { manifest: Pick<Manifest, 'head'>; admins: Restored['admins'] },
): Promise<Verdict> {
  await endRestored(deps)
  await recordEvents(
    deps,
    deps.db,
    admins.map(admin => ({ kind: 'admin_removed', ...admin })),
  )
  await sealEvents(deps)
  const known = head === null ? null : headFrom(head)
  return verifyChain(deps, known ? [known] : [])
}
