import { link, rm, stat } from 'node:fs/promises'
import type { Command } from 'commander'
import { exportPeople } from '../import/export-people.ts'
import { createPrivateFile } from '../import/problem-file.ts'
import { CommandError, type Terminal } from './terminal.ts'

/** Adds `latchkey export`. */
export function exportCommand(program: Command, { withDeps, print }: Terminal): void {
  program
    .command('export FILE')
    .description('write all people into a new file that only you may read, one JSON object a line (docs/import.md)')
    .option('--with-hashes', 'with the hashes of their passwords')
    .action((path: string, { withHashes = false }: { withHashes?: boolean }) =>
      withDeps(async deps => {
        await requireFree(path)
        // Half a file looks like a whole one, so it gets its name only when it is on the disk.
        const partial = `${path}.partial`
        const file = await createPrivateFile(
          partial,
          'An export that was stopped left it, or one is running. Delete it.',
        )
        const written = exportPeople(deps, file, { withHashes })
          .then(count => file.sync().then(() => count))
          .finally(() => file.close())
        const count = await written.catch(async error => {
          await rm(partial, { force: true })
          throw error
        })
        await nameFile(partial, path)
        print(`${count} people  exported`)
      }),
    )
}

/** @throws {CommandError} if the file exists: the end of a long export would be late to say so */
async function requireFree(path: string): Promise<void> {
  if (await stat(path).catch(() => null)) throw new CommandError(`${path} exists already. Name a new file.`)
}

/** A link, unlike a new name, never replaces a file that appeared meanwhile. */
async function nameFile(partial: string, path: string): Promise<void> {
  try {
    await link(partial, path)
  } catch (error) {
    throw new CommandError(
      `The whole export is in ${partial}, and could not be named ${path}: ${(error as Error).message}.`,
    )
  }
  await rm(partial)
}
