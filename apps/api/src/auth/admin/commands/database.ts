import { applyRoles } from '@latchkey/database/apply-roles'
import { applyMigrations } from '@latchkey/database/migrate'
import type { Command } from 'commander'
import type { Terminal } from './terminal.ts'

/** Adds `latchkey migrate`. It asks for no more than the owner's address, so it runs before the server's role may do anything. */
export function databaseCommands(program: Command, { withDatabase, print, printError }: Terminal): void {
  program
    .command('migrate')
    .description('apply the migrations that the database lacks, as each server does when it starts')
    .option(
      '--roles',
      'then give the roles of prisma/roles.sql and product-roles.sql their rights (docs/deploy/database.md)',
    )
    .action(({ roles = false }: { roles?: boolean }) =>
      withDatabase(async directUrl => {
        const applied = await applyMigrations(directUrl)
        for (const name of applied) print(`applied  ${name}`)
        if (applied.length === 0) print('The database has every migration.')
        if (!roles) return
        for (const warning of await applyRoles(directUrl)) printError(`latchkey: ${warning}\n`)
        print('The roles have their rights.')
      }),
    )
}
