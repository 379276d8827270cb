import { spawnSync } from 'node:child_process'
import path from 'node:path'
import type { Command } from 'commander'
import { CommandError } from './terminal.ts'

// A separate program, because it must also run when the API cannot, such as during a merge.
const script = path.resolve(import.meta.dirname, '../../../../../../tools/upgrade.mjs')

/** Adds `latchkey upgrade`. */
export function upgradeCommand(program: Command): void {
  program
    .command('upgrade VERSION')
    .description('merge a version from upstream into this repository, without committing it (docs/upgrading.md)')
    .option('--from <remote>', 'the git remote, or address, of upstream', 'upstream')
    .action((version: string, { from }: { from: string }) => {
      const { status } = spawnSync(process.execPath, [script, `--from=${from}`, '--', version], { stdio: 'inherit' })
      // The script has already printed the error.
      if (status !== 0) throw new CommandError('')
    })
}
