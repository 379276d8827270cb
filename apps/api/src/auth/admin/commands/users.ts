import type { Command } from 'commander'
import { roleOf } from '../../account/role.ts'
import { findAllUsers, findUser } from '../../account/users.ts'
import { createUserWithPassword, importUser } from '../../passwords/service.ts'
import { deleteUser, demandFactor, describeUser, disableUser, enableUser, resetFactors, setAdmin } from '../service.ts'
import { CommandError, map, requireEmail, requireName, type Terminal } from './terminal.ts'

/** Adds `latchkey user create`, `list`, `show`, `disable`, `enable`, `delete`, `require-factor`, `reset-factors`, `make-admin` and `remove-admin`. */
export function userCommands(program: Command, { withDeps, readPassword, print, printAll }: Terminal): void {
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
      withDeps(deps =>
        printAll(
          map(findAllUsers(deps), each =>
            [each.id, each.createdAt.toISOString(), each.email, each.name ?? '-', statusOf(each)].join('  '),
          ),
        ),
      ),
    )

  user
    .command('show EMAIL')
    .description('a person, and what they can sign in with: name, added, last used')
    .action((typed: string) => {
      const email = requireEmail(typed)
      return withDeps(async deps => {
        const shown = await describeUser(deps, email)
        if (!shown) throw new CommandError(`There is no account for ${email}.`)
        for (const line of linesOf(shown)) print(line)
      })
    })

  user
    .command('require-factor EMAIL')
    .description('demand a second factor of a person: who has none must add one at the next sign-in')
    .option('--no', 'demand it no longer')
    .action((typed: string, { no = false }: { no?: boolean }) => {
      const email = requireEmail(typed)
      return withDeps(async deps => {
        if (!(await demandFactor(deps, email, !no))) throw new CommandError(`There is no account for ${email}.`)
        print(`${email}  second factor ${no ? 'optional' : 'required'}`)
      })
    })

  user
    .command('reset-factors EMAIL')
    .description(
      'remove all second factors of a person who lost them, after FACTOR_RESET_WAIT (7 days): the person is mailed and can cancel it',
    )
    .action((typed: string) => {
      const email = requireEmail(typed)
      return withDeps(async deps => {
        const resetAt = await resetFactors(deps, email)
        if (!resetAt) throw new CommandError(`There is no account with a second factor for ${email}.`)
        print(`${email}  second factors are removed at ${resetAt.toISOString()}`)
      })
    })

  user
    .command('make-admin EMAIL')
    .description(
      'let a person see other people and act on their accounts, in sessions with a second factor; they are mailed',
    )
    .action((typed: string) => {
      const email = requireEmail(typed)
      return withDeps(async deps => {
        const done = await setAdmin(deps, email, true)
        if (!done) throw new CommandError(`There is no account for ${email}.`)
        if (done === 'no_factor')
          throw new CommandError(`${email} has no second factor. They must add one first, at /security.`)
        print(`${email}  admin`)
      })
    })

  user
    .command('remove-admin EMAIL')
    .description('take the role of an admin away, at once; they are mailed')
    .action((typed: string) => {
      const email = requireEmail(typed)
      return withDeps(async deps => {
        if (!(await setAdmin(deps, email, false))) throw new CommandError(`There is no account for ${email}.`)
        print(`${email}  no admin`)
      })
    })

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

type Shown = NonNullable<Awaited<ReturnType<typeof describeUser>>>

/** One thing a line. */
function linesOf({ user, totp, passkeys, recoveryCodes, required, password, resetAt }: Shown): string[] {
  const line = (...parts: string[]) => parts.join('  ')
  const factorLine = (kind: string, { name, createdAt, lastUsedAt }: Shown['totp'][number]) =>
    line(kind, name, `added ${createdAt}`, lastUsedAt ? `last used ${lastUsedAt}` : 'never used')
  return [
    line('person', user.id, user.createdAt.toISOString(), user.email, user.name ?? '-', statusOf(user)),
    password ? line('password', `changed ${password.changedAt}`) : line('password', 'none'),
    ...totp.map(app => factorLine('app', app)),
    ...passkeys.map(passkey => factorLine('passkey', passkey)),
    ...(recoveryCodes ? [line('recovery codes', `${recoveryCodes.left} left`, `made ${recoveryCodes.createdAt}`)] : []),
    line('second factor', required ? 'required' : 'optional'),
    ...(roleOf(user) === 'admin' ? [line('role', 'admin')] : []),
    ...(resetAt ? [line('factor reset', `at ${resetAt}`)] : []),
  ]
}

const statusOf = ({ deletedAt, disabledAt }: Pick<Shown['user'], 'deletedAt' | 'disabledAt'>) =>
  deletedAt ? 'deleted' : disabledAt ? 'disabled' : 'enabled'
