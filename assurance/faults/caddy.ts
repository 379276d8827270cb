import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { until } from '@latchkey/api/testing/until'

/** The path of Caddy. Throws a sentence that says what to install. */
export function requireCaddy(): string {
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(path.delimiter)]
  const file = [process.env.CADDY_BIN ?? '', ...folders.map(folder => path.join(folder, 'caddy'))].find(isProgram)
  if (file) return file
  throw new Error("There is no caddy: install Debian's package caddy, or set CADDY_BIN to the program.")
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return file !== ''
  } catch {
    return false
  }
}

const several = path.resolve(import.meta.dirname, '../../deploy/caddy/several.caddy')

/**
 * Starts Caddy in front of these servers, with TLS by an authority of its own, and what `deploy/` ships for several servers. A server that
 * answers no health check for `healthTimeout` (default 5s) gets no requests.
 */
export async function startCaddy(port: number, servers: readonly string[], healthTimeout?: string) {
  const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-caddy-'))
  const configuration = path.join(folder, 'Caddyfile')
  await writeFile(configuration, caddyfile(port, folder))
  const program = requireCaddy()
  const read = ['--config', configuration, '--adapter', 'caddyfile']
  const environment = (upstreams: readonly string[]) => ({
    PATH: process.env.PATH,
    HOME: folder,
    XDG_DATA_HOME: folder,
    XDG_CONFIG_HOME: folder,
    UPSTREAM: upstreams.join(' '),
    ...(healthTimeout && { HEALTH_TIMEOUT: healthTimeout }),
  })
  const child = spawn(program, ['run', ...read], { env: environment(servers), stdio: ['ignore', 'ignore', 'pipe'] })
  let printed = ''
  child.stderr.setEncoding('utf8').on('data', text => {
    printed = (printed + text).slice(-20_000)
  })
  const exited = once(child, 'exit')
  const root = path.join(folder, 'pki/authorities/local/root.crt')
  let ca: Buffer | undefined
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`Caddy ended: ${printed}`)
    ca = await readFile(root).catch(() => undefined)
    return ca !== undefined && ca.length > 0
  })
  return {
    ca: ca as Buffer,
    /** Sends requests to these servers from now on. Those under way go on. */
    async use(servers: readonly string[]) {
      const env = environment(servers)
      await promisify(execFile)(program, ['reload', ...read, '--address', adminOf(folder)], { env })
    },
    async stop() {
      child.kill('SIGTERM')
      await exited
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const adminOf = (folder: string) => `unix/${path.join(folder, 'admin.sock')}`

const caddyfile = (port: number, folder: string) => `{
	admin ${adminOf(folder)}
	skip_install_trust
	auto_https disable_redirects
	storage file_system ${folder}
	log {
		level ERROR
	}
}
https://localhost:${port} {
	bind 127.0.0.1
	tls internal
	import ${several}
}
`
