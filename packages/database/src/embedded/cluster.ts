import { appendFile, chmod, chown, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { embedded } from '../technical.ts'
import type { ServerConfig } from './server-config.ts'
import { runTool } from './tool.ts'

// TCP on this machine only. No socket file: its path may be too long for the system. The log never shows values.
const CONFIGURATION = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
log_checkpoints = off
log_error_verbosity = terse
log_min_error_statement = panic
`

export const clusterDirectory = (config: ServerConfig) => join(config.home, 'cluster')

/** Creates an empty database cluster if there is none. Call it under the lock. Throws if `initdb` fails. */
export async function ensureCluster(config: ServerConfig, durable: boolean): Promise<void> {
  const cluster = clusterDirectory(config)
  if (await stat(cluster).catch(() => undefined)) return
  // Created under another name, because initdb may be killed half-way.
  const unfinished = `${cluster}.new`
  const passwordFile = `${unfinished}.password`
  await mkdir(config.home, { recursive: true })
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  try {
    await writeFile(passwordFile, config.password, { mode: 0o600 })
    await giveTo(config, config.home, unfinished, passwordFile)
    await chmod(config.home, 0o700)
    await runTool(config, 'initdb', [
      `--pgdata=${unfinished}`,
      `--username=${embedded.superuser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--locale=C',
      '--builtin-locale=C.UTF-8',
      ...(durable ? [] : ['--no-sync']),
    ])
  } finally {
    await rm(passwordFile, { force: true })
  }
  await appendFile(join(unfinished, 'postgresql.conf'), CONFIGURATION)
  await rename(unfinished, cluster)
}

async function giveTo(config: ServerConfig, ...paths: string[]): Promise<void> {
  if (!config.user) return
  for (const path of paths) await chown(path, config.user.uid, config.user.gid)
}
