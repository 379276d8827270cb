import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { root } from '../../tools/toolchain/run.mjs'
import { installInto } from './install.ts'
import { releases } from './releases.ts'

/**
 * The last release in a folder of its own, ready to be started. Throws a sentence of git where this clone's history lacks its commit, as a
 * shallow one does.
 */
export function checkOutLastRelease() {
  const release = releases.at(-1)
  if (release === undefined) throw new Error('forks/releases.ts names no release.')
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-release-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const git = (...args: string[]) => execFileSync('git', args, { stdio: ['ignore', 'pipe', 'pipe'] })
  try {
    git('clone', '--quiet', '--shared', '--no-checkout', root, folder)
    git('-C', folder, 'checkout', '--quiet', '--detach', release.commit)
    installInto(folder)
  } catch (error) {
    remove()
    throw error
  }
  return { version: release.version, main: path.join(folder, 'apps/api/src/main.ts'), remove }
}
