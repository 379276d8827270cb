import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { urlOfAddress } from '@latchkey/database/address'
import { findPendingMigrations, newestMigration } from '@latchkey/database/pending'
import type { Deps } from '../../../deps.ts'
import { printHead } from '../../audit-log/chain/report.ts'
import { type Memory, sealEvents } from '../../audit-log/chain/service.ts'
import { CommandError } from '../commands/terminal.ts'
import { fingerprintOf } from '../doctor/secret.ts'
import { manifestOf, signManifest } from './manifest.ts'
import { dump } from './programs.ts'

const timePattern = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z\.dump$/

/**
 * Writes a dump of the database into the folder, with its manifest, and then deletes all but the newest `keep` of this database. The
 * head of the audit log is read before the dump begins, so the dump contains it. Changes no table. Returns the file.
 * @throws {CommandError} if the folder cannot be written, the database is not of this version, or `pg_dump` fails. No file is left then
 */
export async function backUp(deps: Deps, folder: string, keep: number | null): Promise<string> {
  const url = requireAddress(deps)
  // An empty database is no backup, and one of another version must not be migrated by the way.
  const pending = await findPendingMigrations(url)
  if (pending.length > 0)
    throw new CommandError(
      `The database lacks ${pending.length} migrations of this version. Check DATABASE_URL, or back up with the version that runs.`,
    )
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // So that the head stands for all that happened until now.
  const sealed: Memory = { head: null }
  await sealEvents(deps, sealed)
  const createdAt = deps.clock.now()
  const prefix = prefixOf(url)
  const file = path.join(folder, `${prefix}${createdAt.toISOString().slice(0, 19).replaceAll(':', '-')}Z.dump`)
  const draft = `${file}.partial`
  try {
    const manifest = signManifest(deps.keys, {
      createdAt: createdAt.toISOString(),
      migration: await newestMigration(),
      head: sealed.head && printHead(sealed.head),
      secret: fingerprintOf(signingSecretOf(deps)),
      sha256: await dump(url, draft),
    })
    await writeFile(manifestOf(file), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
    await rename(draft, file)
  } catch (error) {
    for (const each of [draft, manifestOf(file)]) await rm(each, { force: true })
    throw error
  }
  if (keep !== null) await deleteOld(folder, prefix, keep)
  return file
}

/** The address of the database itself: a dump needs a snapshot, which a pooler may not give. */
export function requireAddress({ settings }: Pick<Deps, 'settings'>): string {
  const { databaseDirectUrl } = settings
  if (databaseDirectUrl !== undefined) return databaseDirectUrl
  throw new CommandError('DATABASE_URL is not set. Of the embedded Postgres, copy DATA_DIR while no server runs.')
}

/** With the name of the database, so that two may share a folder. */
const prefixOf = (url: string): string => `backup-${urlOfAddress(url).pathname.replace(/[^\w-]/g, '')}-`

function signingSecretOf({ settings }: Pick<Deps, 'settings'>): string {
  const [signing] = settings.appSecrets ?? []
  if (signing !== undefined) return signing
  throw new CommandError('APP_SECRET is not set. Give this command the settings of your servers.')
}

/** The names sort by time. Files of other names stay, but for parts that a killed command left. */
async function deleteOld(folder: string, prefix: string, keep: number): Promise<void> {
  const ours = (await readdir(folder)).filter(name => name.startsWith(prefix))
  const files = ours.filter(name => timePattern.test(name.slice(prefix.length))).sort()
  const [newest = ''] = files.slice(-1)
  const parts = ours.filter(name => name.endsWith('.dump.partial') && name < newest)
  for (const name of [...files.slice(0, Math.max(0, files.length - keep)), ...parts]) {
    const file = path.join(folder, name)
    for (const each of [file, manifestOf(file)]) await rm(each, { force: true })
  }
}
