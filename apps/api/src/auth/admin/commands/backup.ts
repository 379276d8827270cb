import type { Command } from 'commander'
import { loadSettings } from '../../../platform/settings/environment.ts'
import { formatVerdict } from '../../audit-log/chain/report.ts'
import { backUp } from '../backup/backup.ts'
import { finishRestore, restore } from '../backup/restore.ts'
import { printAdmins } from './sessions.ts'
import { CommandError, type Terminal } from './terminal.ts'

/** Adds `latchkey backup` and `latchkey restore`. */
export function backupCommands(program: Command, { withDeps, print, printError }: Terminal): void {
  program
    .command('backup FOLDER')
    .description('write a dump of the database, and beside it the head of the audit log; needs pg_dump')
    .option('--keep <count>', 'delete all but this many of the newest backups of this database in the folder')
    .action((folder: string, { keep }: { keep?: string }) => {
      if (keep !== undefined && !/^[1-9]\d{0,3}$/.test(keep))
        throw new CommandError('--keep takes a number from 1 to 9999.')
      const most = keep === undefined ? null : Number(keep)
      // The version that runs may be an older one.
      return withDeps(async deps => print(await backUp(deps, folder, most)), { migrates: false, asOwner: true })
    })

  program
    .command('restore FILE')
    .description('fill an empty database from a backup, with every session ended; needs pg_restore and psql')
    .action(async (file: string) => {
      const restored = await restore(loadSettings(), file)
      for (const line of restored.dropped) print(`dropped  ${line}`)
      printAdmins(
        restored.admins.map(({ address }) => address),
        print,
      )
      const finish = withDeps(
        async deps => {
          const verdict = await finishRestore(deps, restored)
          for (const line of formatVerdict(verdict)) print(line)
          if (verdict.broken) throw new CommandError('The audit log is broken.')
        },
        // The role of the servers has no rights on these tables yet.
        { asOwner: true },
      )
      await finish.catch(error => {
        printError(
          'latchkey: The database is filled, but recovery codes may be alive. Before any server starts, run ' +
            '"pnpm latchkey session revoke --all --restored --yes" with the address of the owner in DATABASE_URL.\n',
        )
        throw error
      })
      print(`The backup of ${restored.manifest.createdAt} is restored. Everybody has to sign in again.`)
      print('What to do by hand: docs/operations.md, "Restore a backup".')
    })
}
