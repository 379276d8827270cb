import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { newestMigration } from '@latchkey/database/pending'
import type { Deps } from '../../../deps.ts'
import { printHead } from '../../audit-log/chain/report.ts'
import { type Memory, sealEvents } from '../../audit-log/chain/service.ts'
import { CommandError } from '../commands/terminal.ts'
import { fingerprintOf } from '../doctor/secret.ts'
import { type Manifest, manifestOf } from './manifest.ts'
import { dump } from './programs.ts'

const namePattern = /^backup-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z\.dump$/

/**
 * Writes a dump of the database into the folder, with its manifest, and then deletes all but the newest `keep`. The head of the audit log
 * is read before the dump begins, so the dump contains it. Returns the file.
 * @throws {CommandError} if the folder cannot be written, or `pg_dump` fails. No file is left then
 */
export async function backUp(deps: Deps, folder: string, keep: number | null): Promise<string> {
  const url = requireAddress(deps)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // So that the head stands for all that happened until now.
  const sealed: Memory = { head: null }
  await sealEvents(deps, sealed)
  const createdAt = deps.clock.now()
  const file = path.join(folder, `backup-${createdAt.toISOString().slice(0, 19).replaceAll(':', '-')}Z.dump`)
  const draft = `${file}.partial`
  try {
    const manifest: Manifest = {
      createdAt: createdAt.toISOString(),
      migration: await newestMigration(),
      head: sealed.head && printHead(sealed.head),
      secret: fingerprintOf(signingSecretOf(deps)),
      sha256: await dump(url, draft),
    }
    await writeFile(manifestOf(file), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
    await rename(draft, file)
  } catch (error) {
    for (const each of [draft, manifestOf(file)]) await rm(each, { force: true })
    throw error
  }
  if (keep !== null) await deleteOld(folder, keep)
  return file
}

/** The address of the database itself: a dump needs a snapshot, which a pooler may not give. */
export function requireAddress({ settings }: Pick<Deps, 'settings'>): string {
  const { databaseDirectUrl } = settings
  if (databaseDirectUrl !== undefined) return databaseDirectUrl
  throw new CommandError('DATABASE_URL is not set. Of the embedded Postgres, copy DATA_DIR while no server runs.')
}

function signingSecretOf({ settings }: Pick<Deps, 'settings'>): string {
  const [signing] = settings.appSecrets ?? []
  if (signing !== undefined) return signing
  throw new CommandError('APP_SECRET is not set. Give this command the settings of your servers.')
}

/** The names sort by time. Files of other names stay. */
async function deleteOld(folder: string, keep: number): Promise<void> {
  const files = (await readdir(folder)).filter(name => namePattern.test(name)).sort()
  for (const name of files.slice(0, Math.max(0, files.length - keep))) {
    const file = path.join(folder, name)
    for (const each of [file, manifestOf(file)]) await rm(each, { force: true })
  }
}
