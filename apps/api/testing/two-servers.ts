import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Connections, openConnections } from '@latchkey/database/client'
import { applyMigrations } from '@latchkey/database/migrate'
import { createDataDir } from '@latchkey/database/testing-data-dir'
import { createSessions, startPostgres, type TestSession } from './replicas.ts'
import { freePort, postgresPid } from './server-process.ts'

export interface RunningPostgres {
  readonly url: string
  readonly connections: Connections
}

/**
 * Two Postgres servers with the same rows and the same system identifier, as after a failover whose old primary is still alive. Each
 * has `count` sessions, which the servers of a test accept.
 */
export async function startPrimaryAndCopy(
  count: number,
): Promise<{ primary: RunningPostgres; copy: RunningPostgres; sessions: TestSession[]; close(): Promise<void> }> {
  const [first, second] = await Promise.all([createDataDir({ hasCluster: true }), createDataDir({ hasCluster: true })])
  const url = await startPostgres(first.path)
  await applyMigrations(url)
  const connections = openConnections(url)
  const sessions = await createSessions(connections, count)
  await connections.query('checkpoint')
  await connections.close()
  const pid = await postgresPid(first.path)
  process.kill(pid, 'SIGINT')
  while (isRunning(pid)) await new Promise(setImmediate)
  // It keeps the owner, which `fs.cp` does not.
  execFileSync('cp', ['-a', `${first.path}/.`, second.path])
  const settings = path.join(second.path, 'postgres.json')
  await writeFile(settings, JSON.stringify({ ...JSON.parse(await readFile(settings, 'utf8')), port: await freePort() }))
  const [primary, copy] = (await Promise.all([first, second].map(({ path }) => startPostgres(path)))).map(url => ({
    url,
    connections: openConnections(url),
  })) as [RunningPostgres, RunningPostgres]
  return {
    primary,
    copy,
    sessions,
    async close() {
      await Promise.all([primary, copy].map(({ connections }) => connections.close()))
      await Promise.all([first, second].map(({ remove }) => remove()))
    },
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
