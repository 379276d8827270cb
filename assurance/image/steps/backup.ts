import { readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { must, root, run } from '../machine.ts'
import { equal, person, type Site } from '../site.ts'

/** The script of the service `backup`, with Debian's pg_dump. */
export async function driveBackup({ at }: Site): Promise<string> {
  const script = path.join(root, 'deploy/compose/backup.sh')
  const place = { PGHOST: '127.0.0.1', PGUSER: 'latchkey', PGDATABASE: 'latchkey', PASSWORD_FILE: at('database/owner') }
  const settings = { BACKUP_FOLDER: at('backups'), BACKUP_KEEP: '2' }
  const env = { ...process.env, ...place, ...settings }
  for (const old of ['20200101T000000Z', '20200102T000000Z']) writeFileSync(at(`backups/latchkey-${old}.dump`), '')
  const output = await must('sh', [script, 'now'], '', { env })
  const kept = readdirSync(at('backups')).sort()
  equal([kept.length, kept[0]], [2, 'latchkey-20200102T000000Z.dump'])
  const newest = at(`backups/${kept[1]}`)
  equal((statSync(newest).mode & 0o777).toString(8), '600')
  const wrong = await run('sh', [script, 'now'], '', { env: { ...env, PGDATABASE: 'absent' } })
  equal([wrong.code, readdirSync(at('backups')).length], [1, 2])
  equal(
    (await run('sh', [script, 'now'], '', { env: { ...env, BACKUP_KEEP: '0' } })).errors,
    'BACKUP_KEEP must be a whole number from 1, without a unit.\n',
  )
  const asAdmin = ['--host', at('pg'), '--username=postgres']
  await must('createdb', [...asAdmin, '--owner=latchkey', 'restored'])
  await must('pg_restore', [...asAdmin, '--role=latchkey', '--dbname=restored', '--exit-on-error', newest])
  const people = await must('psql', [
    ...asAdmin,
    '--no-align',
    '--tuples-only',
    '--command=select email from users',
    'restored',
  ])
  equal(people.trim(), person.email)
  return output.trim().replace(at('backups'), '/backups')
}
