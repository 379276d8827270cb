import { spawn } from 'node:child_process'
import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { requireProgram, unprivileged } from '../../second-postgres/programs.ts'
import { runContainer } from '../containers.ts'
import { must, root, run } from '../machine.ts'
import { equal, type Site, until } from '../site.ts'

/** A Postgres of Debian in place of its image, with the passwords and the script of compose.yaml, and then the service `migrate`. */
export async function drivePostgres({ at, check, environment, running, secrets }: Site): Promise<void> {
  const data = at('pg/data')
  mkdirSync(data)
  const { uid, gid } = { uid: 0, gid: 0, ...unprivileged }
  for (const each of [at('pg'), data]) chownSync(each, uid, gid)
  const asPostgres = { ...unprivileged, env: { ...process.env, LC_ALL: 'C.UTF-8' }, cwd: '/' }
  const superuser = at('pg/superuser')
  writeFileSync(superuser, readFileSync(at('database/superuser')), { mode: 0o600 })
  chownSync(superuser, uid, gid)
  const access = ['--username=postgres', '--auth-local=trust', '--auth-host=scram-sha-256', `--pwfile=${superuser}`]
  await must(requireProgram('initdb'), ['--pgdata', data, '--encoding=UTF8', ...access], '', asPostgres)
  const options = ['-D', data, '-k', at('pg'), '-h', '127.0.0.1', '-p', '5432']
  running.push(
    spawn(path.join(path.dirname(requireProgram('initdb')), 'postgres'), options, { ...asPostgres, stdio: 'ignore' }),
  )
  await until(
    'Postgres answers',
    async () => (await run('psql', ['--host', at('pg'), '--username=postgres', '--command=select 1'])).code === 0,
  )
  await check('the script of Postgres makes its roles, none of which is more than it needs', async () => {
    await must('sh', [path.join(root, 'deploy/compose/create-roles.sh')], '', {
      env: { ...process.env, PGHOST: at('pg'), POSTGRES_USER: 'postgres', SECRETS: at('database') },
    })
    const sql =
      "select rolname, rolsuper, rolcreaterole, rolcanlogin from pg_roles where rolname !~ '^(pg_|postgres)' order by 1"
    const rows = await must('psql', [
      '--host',
      at('pg'),
      '--username=postgres',
      '--no-align',
      '--tuples-only',
      `--command=${sql}`,
    ])
    equal(rows.trim().split('\n'), ['api|f|f|t', 'latchkey|f|f|t', 'latchkey_api|f|f|f', 'latchkey_product|f|f|f'])
  })
  await check('migrate makes the tables, and gives the roles their rights', async () => {
    const { code, output, errors } = await runContainer({
      mounts: secrets,
      environment,
      command: ['latchkey', 'migrate', '--roles'],
    })
    if (code !== 0 || !output.endsWith('The roles have their rights.\n')) throw new Error(output + errors)
  })
}
