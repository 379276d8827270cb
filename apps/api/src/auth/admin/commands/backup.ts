import type { Command } from 'commander'
import { loadSettings } from '../../../platform/settings/environment.ts'
import { formatVerdict } from '../../audit-log/chain/report.ts'
import { backUp } from '../backup/backup.ts'
import { finishRestore, restore } from '../backup/restore.ts'
import { CommandError, type Terminal } from './terminal.ts'

/** Adds `latchkey backup` and `latchkey restore`. */
export function backupCommands(program: Command, { withDeps, print }: Terminal): void {
  program
    .command('backup FOLDER')
    .description('write a dump of the database, and beside it the head of the audit log; needs pg_dump')
    .option('--keep <count>', 'delete all but this many of the newest backups in the folder')
    .action((folder: string, { keep }: { keep?: string }) => {
      if (keep !== undefined && !/^[1-9]\d{0,3}$/.test(keep))
        throw new CommandError('--keep takes a number from 1 to 9999.')
      return withDeps(async deps => print(await backUp(deps, folder, keep === undefined ? null : Number(keep))))
    })

  program
    .command('restore FILE')
    .description('fill an empty database from a backup, with every session ended; needs pg_restore and psql')
    .action(async (file: string) => {
      const manifest = await restore(loadSettings(), file)
      return withDeps(async deps => {
        const verdict = await finishRestore(deps, manifest)
        for (const line of formatVerdict(verdict)) print(line)
        if (verdict.broken) throw new CommandError('The audit log is broken.')
        print(
          `The backup of ${manifest.createdAt} is restored. Everybody has to sign in again, and waiting mails were dropped.`,
        )
        print('What to do by hand: docs/operations.md, "Restore a backup".')
      })
    })
}
