import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { runContainer } from '../containers.ts'
import { must } from '../machine.ts'
import { equal, type Site } from '../site.ts'

/** The service `setup` of compose.yaml. */
export async function driveSecrets({ at, check }: Site): Promise<void> {
  const setup = (command: readonly string[] = ['node', 'deploy/compose/setup.ts'], input = '') =>
    runContainer(
      {
        mounts: {
          [at('api')]: '/secrets/api',
          [at('database')]: '/secrets/database',
          [at('backups')]: '/backups',
          [at('pg')]: '/database:ro',
        },
        flags: ['--user=0:0', '--cap-add=CHOWN'],
        command,
      },
      input,
    )
  await check('secrets are made once, each readable by its service only', async () => {
    equal((await setup()).code, 0)
    const files = ['api/settings.env', 'database/superuser', 'database/owner', 'database/api']
    const stats = files.map(file => statSync(at(file)))
    equal(
      stats.map(({ uid, mode }) => [uid, (mode & 0o777).toString(8)]),
      [[10_001, '600'], ...Array(3).fill([999, '600'])],
    )
    const before = files.map(file => readFileSync(at(file), 'utf8'))
    equal((await setup()).output, 'The secrets are there, and stay.\n')
    equal(
      files.map(file => readFileSync(at(file), 'utf8')),
      before,
    )
    const stolen = await runContainer({
      mounts: { [at('database')]: '/secrets/database' },
      command: ['cat', '/secrets/database/owner'],
    })
    if (stolen.code === 0) throw new Error('The API can read the passwords of the database.')
  })
  await check('no new secrets are made for a database that has data', async () => {
    mkdirSync(at('pg/18'))
    rmSync(at('database/api.kept'), { force: true })
    await must('mv', [at('database/api'), at('database/api.kept')])
    const { code, errors } = await setup()
    await must('mv', [at('database/api.kept'), at('database/api')])
    rmSync(at('pg/18'), { recursive: true })
    equal([code, errors.includes('The database has data, but /secrets/database/api is missing.')], [1, true])
  })
  await check('secrets whose volumes are gone come back from the saved file, for the same services', async () => {
    const files = ['database/owner', 'database/api', 'api/settings.env']
    const before = files.map(file => readFileSync(at(file), 'utf8').trim())
    for (const volume of ['api', 'database'])
      for (const name of readdirSync(at(volume))) rmSync(at(`${volume}/${name}`))
    mkdirSync(at('pg/18'))
    const restored = await setup(['sh', 'deploy/compose/restore-secrets.sh'], before[2])
    const next = await setup()
    rmSync(at('pg/18'), { recursive: true })
    equal([restored.code, next.output], [0, 'The secrets are there, and stay.\n'])
    equal(
      files.map(file => readFileSync(at(file), 'utf8').trim()),
      before,
    )
    equal(
      files.map(file => statSync(at(file)).uid),
      [999, 999, 10_001],
    )
  })
}
