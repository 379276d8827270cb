import { rm } from 'node:fs/promises'
import type { Command } from 'commander'
import { exportPeople } from '../import/export-people.ts'
import { createPrivateFile } from '../import/problem-file.ts'
import type { Terminal } from './terminal.ts'

/** Adds `latchkey export`. */
export function exportCommand(program: Command, { withDeps, print }: Terminal): void {
  program
    .command('export FILE')
    .description('write all people into a new file that only you may read, one JSON object a line (docs/import.md)')
    .option('--with-hashes', 'with the hashes of their passwords')
    .action((path: string, { withHashes = false }: { withHashes?: boolean }) =>
      withDeps(async deps => {
        const file = await createPrivateFile(path)
        const written = exportPeople(deps, file, { withHashes }).finally(() => file.close())
        const count = await written.catch(async error => {
          // Half a file looks like a whole one.
          await rm(path, { force: true })
          throw error
        })
        print(`${count} people  exported`)
      }),
    )
}
