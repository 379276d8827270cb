import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { image } from '../build.ts'
import { inspect, runContainer } from '../containers.ts'
import { must, root } from '../machine.ts'
import { equal, type Site } from '../site.ts'

/** What is read, and not run: compose.yaml, the units, and the layers of the image. */
export async function driveFiles({ at, check }: Site): Promise<void> {
  await check('compose.yaml is read by Compose', async () => {
    // Compose 1, which Debian 12 has, knows neither the name of a project nor a file of settings that may be missing.
    const copy = path.join(root, 'deploy/.compose-of-version-1.yaml')
    const text = readFileSync(path.join(root, 'deploy/compose.yaml'), 'utf8')
    writeFileSync(copy, text.replace(/^name: .*$/m, '').replace(/^ {2}env_file: .*$/m, ''))
    await must('docker-compose', ['--file', copy, 'config', '--quiet']).finally(() => rmSync(copy))
  })
  await check('systemd accepts the units, and counts the services as confined', async () => {
    const units = readdirSync(path.join(root, 'deploy/systemd')).map(name => {
      const text = readFileSync(path.join(root, 'deploy/systemd', name), 'utf8')
      writeFileSync(at(name), text.replaceAll('/srv/latchkey', root))
      return at(name)
    })
    equal((await must('systemd-analyze', ['verify', '--man=no', ...units])).trim(), '')
    const exposures = units
      .filter(unit => unit.endsWith('.service'))
      .map(async unit => {
        const security = await must('systemd-analyze', ['security', '--offline=true', '--threshold=20', unit])
        return /Overall exposure level[^:]*: (\S+)/.exec(security)?.[1]
      })
    return (await Promise.all(exposures)).join(', ')
  })
  await check('the image has no secret, no npm and no test in its layers', async () => {
    equal(
      await inspect(image, '{{.Config.User}} {{json .Config.Cmd}} {{json .Config.Entrypoint}}'),
      '10001:10001 ["node","apps/api/src/main.ts"] null',
    )
    const variables: string[] = JSON.parse(await inspect(image, '{{json .Config.Env}}'))
    equal(variables.map(each => each.split('=')[0]).sort(), ['DATA_DIR', 'HOST', 'NODE_ENV', 'PATH', 'PORT'])
    const listing = await runContainer({
      mounts: {},
      command: [
        'find',
        '/srv/latchkey/apps',
        '/srv/latchkey/packages',
        '/srv/latchkey/deploy',
        '/usr/local',
        '-name',
        '*.test.ts',
        '-o',
        '-name',
        '.env*',
        '-o',
        '-name',
        'npm',
      ],
    })
    equal([listing.code, listing.output], [0, ''])
    return `${Math.round(Number(await inspect(image, '{{.Size}}')) / 1e6)} MB`
  })
  await check('the image lists its packages', async () => {
    const { output } = await runContainer({ mounts: {}, command: ['cat', 'sbom.cdx.json'] })
    const components: { name: string }[] = JSON.parse(output).components
    const names = components.map(({ name }) => name)
    for (const each of ['fastify', 'pg', 'argon2', 'react'])
      if (!names.includes(each)) throw new Error(`${each} is missing`)
    return `${names.length} packages`
  })
}
