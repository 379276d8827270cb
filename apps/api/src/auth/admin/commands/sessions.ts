import type { Command } from 'commander'
import { findUser } from '../../account/users.ts'
import { revokeAllSessions } from '../../sessions/revoke-all.ts'
import { listSessions, revokeAsAdmin } from '../../sessions/service.ts'
import { type Ended, endRestored } from '../end-restored.ts'
import { CommandError, requireEmail, type Terminal } from './terminal.ts'

interface RevokeOptions {
  all?: boolean
  restored?: boolean
  yes?: boolean
}

/** Adds `latchkey session list` and `revoke`. */
export function sessionCommands(program: Command, { withDeps, print }: Terminal): void {
  const session = program.command('session').description('list and revoke sessions')

  session
    .command('list EMAIL')
    .description("a person's sessions, newest first; ended sessions are listed for 30 days")
    .action((typed: string) => {
      const email = requireEmail(typed)
      return withDeps(async deps => {
        const found = await findUser(deps, email)
        if (!found) throw new CommandError(`There is no account for ${email}.`)
        for (const { id, createdAt, delivery, ip, device, endReason } of await listSessions(deps, found))
          print(
            [id, createdAt, delivery, ip ?? '-', device.browser ?? '-', device.os ?? '-', endReason ?? 'live'].join(
              '  ',
            ),
          )
      })
    })

  session
    .command('revoke [ID]')
    .description('end a session at once, or with --all every session of everybody')
    .option('--all', 'every session, mailed link, unfinished sign-in, and known or trusted browser')
    .option(
      '--restored',
      'with --all, first of all after you restored a backup: also every recovery code, every removal of factors that waits, and the role of every admin; the audit log says where its gap is',
    )
    .option('--yes', 'confirm --all')
    .action((id: string | undefined, { all = false, restored = false, yes }: RevokeOptions) => {
      if (all === (id !== undefined)) throw new CommandError('Name one session by its ID, or all of them by --all.')
      if (restored && !all) throw new CommandError('--restored goes with --all.')
      if (all && !yes) throw new CommandError('This signs everybody out. Add --yes to confirm.')
      return withDeps(async deps => {
        if (restored) return printEnded(await endRestored(deps), print)
        if (id === undefined) return print(`${await revokeAllSessions(deps)} sessions  revoked`)
        if (!(await revokeAsAdmin(deps, id))) throw new CommandError(`There is no session ${id} to revoke.`)
        print(`${id}  revoked`)
      })
    })
}

function printEnded({ sessions, removals, recoveryCodes, admins }: Ended, print: Terminal['print']) {
  print(`${sessions} sessions  revoked`)
  print(`recovery codes of ${recoveryCodes} people  voided: each makes new ones at /security`)
  print(`removals of factors of ${removals} people  cancelled`)
  printAdmins(admins, print)
}

/** Says who was an admin in the backup, and how they become one again. */
export function printAdmins(emails: readonly string[], print: Terminal['print']): void {
  for (const email of emails) print(`${email}  no admin`)
  print(`${emails.length} admins  removed: make the right ones admins again by "pnpm latchkey user make-admin EMAIL"`)
}
