import { readdirSync, statSync, utimesSync } from 'node:fs'
import { backupImage } from '../build.ts'
import { inspect, remove, runContainer, startContainer, stop } from '../containers.ts'
import { must } from '../machine.ts'
import { equal, person, type Site, until } from '../site.ts'

const backup = 'latchkey-assurance-backup'

/** The service `backup`: its image, with Debian's client programs, its script, and the way back. */
export async function driveBackup({ at, environment, secrets }: Site): Promise<string> {
  const service = { image: backupImage, mounts: { ...secrets, [at('backups')]: '/backups' }, environment }
  const run = (command: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    runContainer({ ...service, environment: { ...environment, ...more }, command })
  const isFresh = async () => (await run(['sh', 'deploy/compose/backup.sh', 'check'])).code === 0
  equal(await isFresh(), false)
  try {
    await startContainer(backup, { ...service, command: ['sh', 'deploy/compose/backup.sh'] })
    await until('the first backup is made', isFresh)
    await stop(backup)
    equal(await inspect(backup, '{{.State.ExitCode}}'), '0')
  } finally {
    await remove(backup)
  }
  const [name = ''] = readdirSync(at('backups'))
  const [file, inFolder] = [`/backups/${name}`, at(`backups/${name}`)]
  equal(
    [inFolder, `${inFolder}.json`].map(each => (statSync(each).mode & 0o777).toString(8)),
    ['600', '600'],
  )
  equal(await isFresh(), true)
  const { mtimeMs } = statSync(inFolder)
  const hourMs = 3_600_000
  for (const [hours, expected] of [
    [-49, false],
    [-47, true],
    [1, false],
  ] as const) {
    utimesSync(inFolder, new Date(), new Date(mtimeMs + hours * hourMs))
    equal([hours, await isFresh()], [hours, expected])
  }
  const wrong = await run(['sh', 'deploy/compose/backup.sh'], { BACKUP_KEEP: '0' })
  equal([wrong.code, wrong.errors], [1, 'BACKUP_KEEP must be a whole number from 1, without a unit.\n'])

  const asAdmin = ['--host', at('pg'), '--username=postgres']
  const query = async (sql: string, database: string) =>
    (await must('psql', [...asAdmin, '--no-align', '--tuples-only', `--command=${sql}`, database])).trim()
  await must('createdb', [...asAdmin, '--owner=latchkey', 'restored'])
  const inRestored = `for each in DATABASE_URL DATABASE_DIRECT_URL; do
      export "$each=$(sed -n "s|^$each=||p" /run/latchkey/settings.env | sed 's|/latchkey?|/restored?|')"
    done; exec latchkey restore "$0"`
  const { code, output, errors } = await run(['sh', '-c', inRestored, file])
  if (code !== 0) throw new Error(output + errors)
  equal(await query('select email from users', 'restored'), person.email)
  equal(await query('select count(*) from sessions where revoked_at is null', 'restored'), '0')
  equal(readdirSync(at('backups')).length, 2)
  return file
}
