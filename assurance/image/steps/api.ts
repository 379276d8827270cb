import { exec, inspect, startContainer, stop } from '../containers.ts'
import { must, run } from '../machine.ts'
import { api, equal, person, type Site, until } from '../site.ts'
import { driveBackup } from './backup.ts'
import { driveCaddy } from './caddy.ts'

/** Docker and systemd kill then. */
const stopWithinMs = 10_000

/** The service `api`, what stands before it, and its backup. */
export async function driveApi(site: Site): Promise<void> {
  const { at, check, environment, secrets } = site
  const began = performance.now()
  await startContainer(api, {
    mounts: { ...secrets, [at('data')]: '/var/lib/latchkey:U' },
    environment,
    command: ['sh', 'deploy/container/with-secrets.sh', 'apps/api/src/main.ts'],
  })
  const isReady = async () => (await exec(api, ['node', 'deploy/container/health.mjs', 'ready'])).code === 0
  await until('the API is ready', isReady)
  const startSeconds = (performance.now() - began) / 1000
  await check('it starts, and both health checks pass', async () => {
    equal((await run('podman', ['healthcheck', 'run', api])).code, 0)
    return `${startSeconds.toFixed(1)} s`
  })
  await check('node is process 1, as user 10001, without any right of root', async () => {
    const status = (await exec(api, ['cat', '/proc/1/status'])).output
    const value = (field: string) => new RegExp(`^${field}:\\s+(.*)$`, 'm').exec(status)?.[1]
    equal(['Uid', 'Gid'].map(value), ['10001\t10001\t10001\t10001', '10001\t10001\t10001\t10001'])
    const command = (await exec(api, ['cat', '/proc/1/cmdline'])).output.split('\0')
    equal([command[0], command[2]], ['node', 'apps/api/src/main.ts'])
    const none = '0000000000000000'
    equal(['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'NoNewPrivs'].map(value), [none, none, none, none, '1'])
  })
  await check('nothing can be written to but DATA_DIR', async () => {
    const writable = (await exec(api, ['find', '/', '-xdev', '-writable', '-not', '-path', '/proc/*', '-type', 'd']))
      .output
    const files = (await exec(api, ['find', '/srv', '/usr', '/etc', '/var', '-writable'])).output
    equal(
      writable
        .trim()
        .split('\n')
        .filter(line => line !== '' && !/^\/(var\/lib\/latchkey|dev)(\/|$)/.test(line)),
      [],
    )
    equal(
      files
        .trim()
        .split('\n')
        .filter(line => !/^\/var\/lib\/latchkey/.test(line)),
      [],
    )
    equal((await exec(api, ['sh', '-c', 'echo x > /srv/latchkey/x'])).code, 2)
  })
  await check('an operator makes an account by the command line', async () => {
    const { code, errors } = await exec(api, ['latchkey', 'user', 'create', person.email], `${person.password}\n`)
    if (code !== 0) throw new Error(errors)
  })
  await check(
    'the API connects as the limited role, and as the owner only to listen and to notice silence',
    async () => {
      const sql =
        "select distinct usename, application_name from pg_stat_activity where datname = 'latchkey' order by 1, 2"
      const rows = await must('psql', [
        '--host',
        at('pg'),
        '--username=postgres',
        '--no-align',
        '--tuples-only',
        `--command=${sql}`,
      ])
      equal(rows.trim().split('\n'), ['api|', 'latchkey|latchkey listener', 'latchkey|latchkey silence watch'])
    },
  )
  await driveCaddy(site, isReady)
  await check('a backup is made, kept, and can be restored', () => driveBackup(site))
  await check('it stops when it is asked to, well before it would be killed', async () => {
    const began = performance.now()
    await stop(api)
    const ms = performance.now() - began
    equal(await inspect(api, '{{.State.ExitCode}}'), '0')
    if (ms > stopWithinMs) throw new Error(`It took ${ms} ms.`)
    return `${(ms / 1000).toFixed(1)} s`
  })
}
