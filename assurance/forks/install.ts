import { execFileSync } from 'node:child_process'
import { cpSync, globSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { root, toolEnvironment } from '../../tools/toolchain/run.mjs'

/**
 * Gives a checkout in `folder` the packages that are installed here, by links, and a Prisma client of its own. Packages added since do no
 * harm; one removed since would be missed. Throws if the client cannot be generated.
 */
export function installInto(folder: string): void {
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  const linked = globSync(['{apps,packages}/*/node_modules', 'e2e/node_modules'], { cwd: root })
  for (const each of linked)
    cpSync(path.join(root, each), path.join(folder, each), { recursive: true, verbatimSymlinks: true })
  // Not by pnpm: it would install into the linked folder, which is this repository's own.
  execFileSync(
    process.execPath,
    [
      'packages/database/node_modules/prisma/build/index.js',
      'generate',
      '--config',
      'packages/database/prisma.config.ts',
    ],
    { cwd: folder, env: toolEnvironment, stdio: 'pipe' },
  )
}
