import { appendFile, chmod, chown, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { embedded } from '../technical.ts'
import type { Place } from './place.ts'
import { runTool } from './tool.ts'

// TCP on this machine only; no socket file, whose path may be too long for the system. The log never shows values.
const CONFIGURATION = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
log_checkpoints = off
log_error_verbosity = terse
log_min_error_statement = panic
`

export const clusterDirectory = (place: Place) => join(place.home, 'cluster')

/** Makes the place's empty database cluster unless it has one. Call it under the lock. */
export async function ensureCluster(place: Place, durable: boolean): Promise<void> {
  const cluster = clusterDirectory(place)
  if (await stat(cluster).catch(() => undefined)) return
  // Made under another name: initdb may be killed half-way.
  const unfinished = `${cluster}.new`
  const passwordFile = `${unfinished}.password`
  await mkdir(place.home, { recursive: true })
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  try {
    await writeFile(passwordFile, place.password, { mode: 0o600 })
    await giveTo(place, place.home, unfinished, passwordFile)
    await chmod(place.home, 0o700)
    await runTool(place, 'initdb', [
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

async function giveTo(place: Place, ...paths: string[]): Promise<void> {
  if (!place.user) return
  for (const path of paths) await chown(path, place.user.uid, place.user.gid)
}
