import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, chmod, constants, mkdir, mkdtemp, readFile, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { clusterDirectory, ensureCluster } from './embedded/cluster.ts'
import { withLock } from './embedded/lock.ts'
import { ensureServerConfig, readServerConfig, settingsFile } from './embedded/server-config.ts'
import { runTool } from './embedded/tool.ts'
import { MIGRATIONS_DIRECTORY } from './migrations/files.ts'
import { embedded } from './technical.ts'

/** Linux keeps the files of this directory in memory. A database has 460 files, and on a disk a test would mostly make and delete them. */
const MEMORY = '/dev/shm'
/** Far more than a run needs. Containers often have only 64 MB of it. */
const ENOUGH_MEMORY_BYTES = 2 ** 31

/** Where tests keep their servers: in memory if there is room, else in the usual place. */
async function root(): Promise<string> {
  try {
    await access(MEMORY, constants.W_OK)
    const { bavail, bsize } = await statfs(MEMORY)
    return bavail * bsize >= ENOUGH_MEMORY_BYTES ? MEMORY : tmpdir()
  } catch {
    return tmpdir()
  }
}

/**
 * Creates a data directory for a separate embedded server: empty, or with a copy of an empty cluster, which saves the seconds that
 * `initdb` takes. `remove` stops that server if it runs, and deletes its data. Root keeps the data elsewhere if the mode closes the
 * directory to other users. A server whose speed `isMeasured` keeps its data on the disk.
 */
export async function createDataDir({ mode = 0o755, hasCluster = false, isMeasured = false } = {}): Promise<{
  path: string
  remove(): Promise<void>
}> {
  const path = await mkdtemp(join(isMeasured ? tmpdir() : await root(), embedded.temporary))
  await chmod(path, mode)
  if (hasCluster) await copyEmptyCluster(path)
  return {
    path,
    async remove() {
      const config = await readServerConfig(path)
      if (config) {
        // This fails if the server does not run.
        await runTool(config, 'pg_ctl', ['stop', '-D', clusterDirectory(config), '-m', 'immediate']).catch(() => {})
        await rm(config.home, { recursive: true, force: true })
      }
      await rm(path, { recursive: true, force: true })
    },
  }
}

/** One directory per checkout. It is outside the checkout, because root often cannot run the server inside it. */
export async function testDirectory(): Promise<string> {
  const checkout = createHash('sha256').update(MIGRATIONS_DIRECTORY).digest('hex').slice(0, 12)
  const directory = join(await root(), `${embedded.temporary}test-${process.getuid?.() ?? 0}-${checkout}`)
  await mkdir(directory, { recursive: true })
  // Postgres does not run as root, and must be able to enter with any umask. This fails if another user owns the directory.
  await chmod(directory, 0o711)
  return directory
}

/** Copies a cluster that each run of this checkout uses again. The copies have its password, but each its own port. */
async function copyEmptyCluster(dataDir: string): Promise<void> {
  const origin = join(await testDirectory(), 'empty')
  const { home, password } = await withLock(origin, async () => {
    const config = await ensureServerConfig(origin)
    await ensureCluster(config, false)
    return config
  })
  const copy = await ensureServerConfig(dataDir)
  // It keeps the owner, which `fs.cp` does not.
  await promisify(execFile)('cp', ['-a', home, copy.home])
  const settings = JSON.parse(await readFile(settingsFile(dataDir), 'utf8'))
  await writeFile(settingsFile(dataDir), JSON.stringify({ ...settings, password }))
}
