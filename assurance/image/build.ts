import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { must, root, run } from './machine.ts'

/** Images that this command makes without a registry, in place of those that the Dockerfile names. */
const debian = 'localhost/latchkey-assurance-debian:12'
const node = 'localhost/latchkey-assurance-node:24'
const postgres = 'localhost/latchkey-assurance-postgres:15'
export const image = 'localhost/latchkey-assurance:latest'
/** The same with Postgres' client programs. */
export const backupImage = 'localhost/latchkey-assurance-backup:latest'

/** A registry behind an authority of one's own: its certificates are mounted while the image is built, and are no part of it. */
const authority = process.env.NODE_EXTRA_CA_CERTS
const folders = { bin: 'usr/local/bin', modules: 'usr/local/lib/node_modules' }

/** What podman needs where cgroups are mixed, or limits are above those of the machine. */
export function writePodmanConfiguration(folder: string): string {
  const file = path.join(folder, 'containers.conf')
  const limits = 'default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]'
  writeFileSync(file, `[containers]\n${limits}\n[engine]\nruntime = "runc"\ncgroup_manager = "cgroupfs"\n`)
  return file
}

/** Builds both images by the very Dockerfile. Returns how long it took, in seconds. */
export async function buildImages(): Promise<number> {
  if (!(await exists(debian))) await makeBases()
  if (!(await exists(postgres))) await makeDebian(postgres, ['--include=postgresql-client-15'])
  const mounts = authority ? ['--volume', `${realpathSync(authority)}:${authority}:ro`] : []
  const began = performance.now()
  for (const target of [
    ['--tag', image],
    ['--tag', backupImage, '--target', 'backup'],
  ])
    await must('podman', [
      ...['build', '--isolation=chroot', '--network=host', '--format=docker', ...mounts],
      ...['--build-arg', `BASE=${node}`, '--build-arg', `RUNTIME=${debian}`, '--build-arg', `POSTGRES=${postgres}`],
      ...['--file', 'deploy/Dockerfile', ...target, '.'],
    ])
  return (performance.now() - began) / 1000
}

const exists = async (name: string) => (await run('podman', ['image', 'exists', name])).code === 0

/** Debian from its mirror. `add` may change it further, and import more. */
async function makeDebian(
  name: string,
  options: readonly string[] = [],
  add = async (_folder: string): Promise<void> => {},
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-base-'))
  try {
    await must('debootstrap', ['--variant=minbase', ...options, 'bookworm', folder])
    for (const unused of ['var/lib/apt/lists', 'var/cache/apt', 'usr/share/doc', 'usr/share/locale', 'usr/share/man'])
      rmSync(path.join(folder, unused), { recursive: true, force: true })
    await importImage(folder, name)
    await add(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Debian, and the same with the Node and npm that run now. */
const makeBases = () =>
  makeDebian(debian, [], async folder => {
    const npm = path.resolve(realpathSync((await must('sh', ['-c', 'command -v npm'])).trim()), '../..')
    if (!existsSync(path.join(npm, 'package.json'))) throw new Error(`There is no npm in ${npm}.`)
    for (const each of Object.values(folders)) mkdirSync(path.join(folder, each), { recursive: true })
    cpSync(process.execPath, path.join(folder, folders.bin, 'node'))
    cpSync(npm, path.join(folder, folders.modules, 'npm'), { recursive: true, dereference: true })
    await must('ln', ['-s', '../lib/node_modules/npm/bin/npm-cli.js', path.join(folder, folders.bin, 'npm')])
    await importImage(folder, node, authority ? ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'] : [])
  })

async function importImage(folder: string, name: string, variables: readonly string[] = []): Promise<void> {
  const changes = variables.map(variable => `--change 'ENV ${variable}=${authority}'`).join(' ')
  await must('sh', ['-c', `tar -C "$1" -c . | podman import ${changes} - "$2"`, 'sh', folder, name], '', { cwd: root })
}
