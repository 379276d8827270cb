import type { Command } from 'commander'
import { findAllUsers, findUser } from '../../account/users.ts'
import { createUserWithPassword, importUser } from '../../passwords/service.ts'
import { deleteUser, disableUser, enableUser } from '../service.ts'
import { CommandError, requireEmail, requireName, type Terminal } from './terminal.ts'

/** Adds `latchkey user create`, `list`, `disable`, `enable` and `delete`. */
export function userCommands(program: Command, { withDeps, readPassword, print }: Terminal): void {
  const user = program.command('user').description('manage people')

  user
    .command('create EMAIL')
    .description('create a person with a proven address; the password comes from a prompt or standard input')
    .option('--name <name>', 'the name of the person')
    .option('--hash', 'read a password hash from another system instead of a password')
    .action((email: string, { name, hash: isHash = false }: { name?: string; hash?: boolean }) => {
      const person = { email: requireEmail(email), name: requireName(name) }
      return withDeps(async deps => {
        if (await findUser(deps, person.email)) throw new CommandError(`${person.email} already has an account.`)
        const typed = await readPassword(isHash ? 'Hash' : 'Password')
        const created = isHash
          ? await importUser(deps, { ...person, hash: typed })
          : await createUserWithPassword(deps, { ...person, password: typed })
        print(`${created.id}  ${created.email}`)
      })
    })

  user
    .command('list')
    .description('list all people, oldest first')
    .action(() =>
      withDeps(async deps => {
        for await (const { id, email, name, createdAt, disabledAt, deletedAt } of findAllUsers(deps)) {
          const status = deletedAt ? 'deleted' : disabledAt ? 'disabled' : 'enabled'
          print([id, createdAt.toISOString(), email, name ?? '-', status].join('  '))
        }
      }),
    )

  user
    .command('disable EMAIL')
    .description('disable a person: they cannot sign in, and their sessions end at once')
    .action((typed: string) => {
      const email = requireEmail(typed)
      return withDeps(async deps => {
        if (!(await disableUser(deps, email))) throw new CommandError(`There is no account for ${email}.`)
        print(`${email}  disabled`)
      })
    })

  user
    .command('enable EMAIL')
    .description('enable a disabled person; their sessions stay ended')
    .action((typed: string) => {
      const email = requireEmail(typed)
      return withDeps(async deps => {
        if (!(await enableUser(deps, email))) throw new CommandError(`There is no account for ${email}.`)
        print(`${email}  enabled`)
      })
    })

  user
    .command('delete EMAIL')
    .description(
      'delete an account: sessions end at once, everything is purged after 7 days, and a mail can undo it until then',
    )
    .option('--yes', 'confirm the deletion')
    .option('--now', 'purge everything at once; this cannot be undone, and no mail is sent')
    .action((email: string, { yes, now = false }: { yes?: boolean; now?: boolean }) => {
      const address = requireEmail(email)
      if (!yes) throw new CommandError(`This deletes the account of ${address}. Add --yes to confirm.`)
      return withDeps(async deps => {
        if (!(await deleteUser(deps, address, { atOnce: now })))
          throw new CommandError(`There is no account for ${address}, or it is already deleted.`)
        print(`${address}  ${now ? 'purged' : 'deleted'}`)
      })
    })
}
