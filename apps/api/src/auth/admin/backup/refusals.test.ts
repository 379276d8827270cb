import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { newestMigration } from '@latchkey/database/pending'
import { expect, inject, it, onTestFinished, vi } from 'vitest'
import { testApi } from '../../../../testing/test.ts'
import { startTestApi } from '../../../../testing/test-api.ts'
import { testSecret } from '../../../../testing/test-deps.ts'
import { deriveKeyring } from '../../../platform/crypto/keys.ts'
import { readSettings } from '../../../platform/settings/settings.ts'
import { fingerprintOf } from '../doctor/secret.ts'
import { backUp } from './backup.ts'
import { signManifest } from './manifest.ts'
import { restore } from './restore.ts'

const api = await testApi()
const settings = { ...readSettings({ DATABASE_URL: api.url, APP_SECRET: testSecret }) }

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'latchkey-backup-'))
  onTestFinished(() => rm(made, { recursive: true }))
  return made
}

/** A backup of this content. What `changes` names differs from what was written. */
async function backupWith(changes: Record<string, string>): Promise<string> {
  const file = path.join(await folder(), 'latchkey.dump')
  const content = 'a dump'
  const { signedBy = testSecret, mac, ...differing } = changes
  const manifest = signManifest(deriveKeyring([signedBy]), {
    createdAt: '2026-11-28T12:00:00.000Z',
    migration: await newestMigration(),
    head: null,
    secret: fingerprintOf(signedBy),
    sha256: createHash('sha256').update(content).digest('hex'),
    ...differing,
  })
  await writeFile(file, content)
  await writeFile(`${file}.json`, JSON.stringify({ ...manifest, ...(mac && { mac }) }))
  return file
}

it.each([
  [{ sha256: 'a'.repeat(64) }, /its hash differs/],
  [{ head: 'nowhere' }, /is not the manifest of a backup/],
  [
    { signedBy: 'another secret that is long enough to be one' },
    /APP_SECRET does not contain the secret of this backup/,
  ],
  // Anybody who can write the folder may have made it, and the dump runs as the owner of the database.
  [{ mac: 'a'.repeat(64) }, /somebody changed its manifest/],
  [{ migration: '20990101000000_later' }, /of a newer version.*20990101000000_later/],
  [{}, /The database is not empty: it has the table p/],
])('a restore is refused before anything is written: %j', async (changes, sentence) => {
  const user = await api.createUser()
  const { session } = await api.signIn(user)
  await expect(restore(settings, await backupWith(changes))).rejects.toThrow(sentence)
  expect(await api.db.session.findUnique({ where: { id: session.id } })).toMatchObject({ revokedAt: null })
  await api.deliver()
})

it('a restore needs both files', async () => {
  const file = await backupWith({})
  await rm(`${file}.json`)
  await expect(restore(settings, file)).rejects.toThrow(/A backup is two files: copy both/)
})

it('a backup without pg_dump says what to install, and leaves no file', async () => {
  const target = await folder()
  vi.stubEnv('PATH', target)
  onTestFinished(() => void vi.unstubAllEnvs())
  const deps = { ...api.deps, settings }
  await expect(backUp(deps, target, null)).rejects.toThrow(/There is no pg_dump\. Install Postgres' client programs/)
  expect(await readdir(target)).toEqual([])
})

it('a database of another version, or an empty one, is not backed up, and stays as it is', async () => {
  const other = await startTestApi(inject('template'))
  onTestFinished(() => other.close())
  await other.db.$executeRawUnsafe(
    'delete from _prisma_migrations where migration_name = (select max(migration_name) from _prisma_migrations)',
  )
  const deps = { ...other.deps, settings: readSettings({ DATABASE_URL: other.url, APP_SECRET: testSecret }) }
  const target = await folder()
  await expect(backUp(deps, target, 1)).rejects.toThrow(/lacks 1 migrations of this version/)
  expect(await readdir(target)).toEqual([])
})

it('a backup of the embedded Postgres says how to make one', async () => {
  const deps = { ...api.deps, settings: readSettings({ APP_SECRET: testSecret }) }
  await expect(backUp(deps, await folder(), null)).rejects.toThrow(/copy DATA_DIR while no server runs/)
})
