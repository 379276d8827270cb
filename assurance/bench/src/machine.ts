import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, loadavg, release, totalmem, type } from 'node:os'
import path from 'node:path'

const measured = [
  'fastify',
  '@fastify/jwt',
  'better-auth',
  'express',
  'express-session',
  'connect-pg-simple',
  'jose',
  'pg',
  'argon2',
  '@node-rs/argon2',
  'autocannon',
]
/** The bench's own packages, and those of the API. */
const requires = [import.meta.url, import.meta.resolve('@latchkey/api/app')].map(from => createRequire(from))

/** Describes the machine and the versions that were measured. */
export const describeMachine = (postgresVersion: string): string =>
  [
    `- ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    `- ${distribution()}, ${type()} ${release()}`,
    `- Node ${process.version}, Postgres ${postgresVersion} (embedded, durable, its default settings)`,
    `- ${measured.map(name => `${name} ${versionOf(name)}`).join(', ')}`,
  ].join('\n')

/** Describes one measurement: its date, its commit, and the load of the machine before it. */
export const describeMoment = (): string =>
  `Measured ${new Date().toISOString().slice(0, 10)} at commit ${commit()}; the machine’s load average before it was ${loadavg()[0]?.toFixed(1)}.`

function distribution(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? type()
  } catch {
    return type()
  }
}

/** The version of the package that an import would find. Reads the file, as some packages do not export their package.json. */
function versionOf(name: string): string {
  const folders = requires.flatMap(require => require.resolve.paths(name) ?? [])
  for (const file of folders.map(place => path.join(place, name, 'package.json')))
    try {
      return JSON.parse(readFileSync(file, 'utf8')).version
    } catch {}
  return 'unknown'
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', cwd: import.meta.dirname }).trim()
  } catch {
    return 'unknown'
  }
}
