import { createHash } from 'node:crypto'
import { cpSync, existsSync, globSync, mkdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { root, run } from '../tools/toolchain/run.mjs'

/** All files that git tracks, or would add. */
export async function filesOfRepository(): Promise<string[]> {
  const { output } = await run(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'],
    {
      quiet: true,
    },
  )
  return output.split('\0').filter(file => file !== '' && existsSync(path.join(root, file)))
}

/**
 * Copies the repository to a folder outside it. This replaces an earlier copy of that name. The folder's path stays the same, so its
 * test database is created only once.
 */
export async function copyRepository(name: string, isWanted = (_file: string) => true): Promise<string> {
  const checkout = createHash('sha256').update(root).digest('hex').slice(0, 8)
  const folder = path.join(realpathSync(tmpdir()), `latchkey-copy-${checkout}-${name}`)
  remove(folder)
  for (const file of (await filesOfRepository()).filter(isWanted))
    cpSync(path.join(root, file), path.join(folder, file))
  return folder
}

/** Copies the repository with what is installed and generated. Packages are shared; links between our own packages point into the copy. */
export async function copyInstalled(name: string): Promise<string> {
  const folder = await copyRepository(name)
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  const linked = globSync(['{apps,packages}/*/node_modules', '{e2e,assurance}/node_modules'], { cwd: root })
  for (const each of [...linked, 'packages/database/src/generated'])
    cpSync(path.join(root, each), path.join(folder, each), { recursive: true, verbatimSymlinks: true })
  mkdirSync(path.join(folder, 'test-results'))
  return folder
}

export const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true })
