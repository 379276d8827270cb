import { activityKinds } from '@latchkey/contracts/activity'
import { Email } from '@latchkey/contracts/users'
import { Id } from '@latchkey/contracts/values'
import { isOutage, isUniqueViolation } from '@latchkey/database/errors'
import { applyMigrations, MigrationError } from '@latchkey/database/migrate'
import { Command, CommanderError } from 'commander'
import { findEvents } from './audit/service.ts'
import { headFrom, inWords, verifyChain } from './audit-chain/service.ts'
import type { Deps } from './deps.ts'
import { loadSettings } from './environment.ts'
import { ApiError } from './errors.ts'
import { openDeps } from './open-deps.ts'
import { deleteUser, disableUser, enableUser } from './operator/service.ts'
import { createUserWithPassword } from './passwords/service.ts'
import { readPassword } from './read-password.ts'
import { findSessionsOfUser, revokeAsAdmin } from './sessions/service.ts'
import { SettingsError } from './settings.ts'
import { findAllUsers, findUser } from './users/service.ts'

/** What the person at the terminal can mend; shown as it is. */
class CommandError extends Error {}

const program = new Command('latchkey')
  .description('Looks after people and their sessions, beside a running server or without one.')
  .exitOverride()
  .showHelpAfterError('(latchkey --help lists the commands)')

const user = program.command('user').description('people')
const session = program.command('session').description('signed-in devices')
const audit = program.command('audit').description('what happened to accounts, and the proof of it')

user
  .command('create EMAIL')
  .description('make a person whose address counts as proven; the password comes from a prompt or standard input')
  .option('--name <name>', 'what to call them')
  .action((email: string, options: { name?: string }) =>
    withDeps(async deps => {
      const address = requireEmail(email)
      if (await findUser(deps, address)) throw new CommandError(`${address} has an account already.`)
      const created = await createUserWithPassword(deps, {
        email: address,
        password: await readPassword(),
        name: options.name ?? null,
      })
      print(`${created.id}  ${created.email}`)
    }),
  )

user
  .command('list')
  .description('everybody, oldest first')
  .action(() =>
    withDeps(async deps => {
      for (const { id, email, name, createdAt, disabledAt, deletedAt } of await findAllUsers(deps)) {
        const standing = deletedAt ? 'deleted' : disabledAt ? 'disabled' : 'enabled'
        print([id, createdAt.toISOString(), email, name ?? '-', standing].join('  '))
      }
    }),
  )

user
  .command('disable EMAIL')
  .description('let somebody in no longer, and end their sessions at once')
  .action((email: string) =>
    withDeps(async deps => {
      if (!(await disableUser(deps, requireEmail(email)))) throw new CommandError(`There is no account for ${email}.`)
      print(`${email}  disabled`)
    }),
  )

user
  .command('enable EMAIL')
  .description('let somebody in again who was disabled; their sessions stay ended')
  .action((email: string) =>
    withDeps(async deps => {
      if (!(await enableUser(deps, requireEmail(email)))) throw new CommandError(`There is no account for ${email}.`)
      print(`${email}  enabled`)
    }),
  )

user
  .command('delete EMAIL')
  .description(
    'delete an account: sessions end at once, everything is purged after 7 days, and a mail can undo it until then',
  )
  .option('--yes', 'say that you mean it')
  .option('--now', 'purge everything at once; nothing undoes it, and no mail is sent')
  .action((email: string, { yes, now = false }: { yes?: boolean; now?: boolean }) =>
    withDeps(async deps => {
      const address = requireEmail(email)
      if (!yes) throw new CommandError(`This deletes the account of ${address}. Say --yes if you mean it.`)
      if (!(await deleteUser(deps, address, { atOnce: now })))
        throw new CommandError(`There is no account for ${address}, or it is deleted already.`)
      print(`${address}  ${now ? 'purged' : 'deleted'}`)
    }),
  )

session
  .command('list EMAIL')
  .description("a person's sessions, newest first; ended ones too, for 30 days")
  .action((email: string) =>
    withDeps(async deps => {
      const found = await findUser(deps, requireEmail(email))
      if (!found) throw new CommandError(`There is no account for ${email}.`)
      for (const { id, createdAt, delivery, ip, device, endReason } of await findSessionsOfUser(deps, found))
        print(
          [id, createdAt, delivery, ip ?? '-', device.browser ?? '-', device.os ?? '-', endReason ?? 'live'].join('  '),
        )
    }),
  )

session
  .command('revoke ID')
  .description('end a session at once')
  .action((id: string) =>
    withDeps(async deps => {
      if (!(await revokeAsAdmin(deps, id))) throw new CommandError(`There is no session ${id} that could be revoked.`)
      print(`${id}  revoked`)
    }),
  )

audit
  .command('verify')
  .description('walk the sealed chain of events and name the first that is broken; exit code 1 where one is')
  .option('--head <seq:mac>', 'a head out of the logs, which shows that nothing was cut off since')
  .action(({ head }: { head?: string }) =>
    withDeps(async deps => {
      const known = head === undefined ? [] : [headFrom(head)]
      if (known.includes(null)) throw new CommandError('A head looks like 123:9f2c…, as the log has its seq and mac.')
      const verdict = await verifyChain(
        deps,
        known.flatMap(place => place ?? []),
      )
      for (const line of inWords(verdict)) print(line)
      if (verdict.broken) process.exitCode = 1
    }),
  )

audit
  .command('list')
  .description('events, newest first: when, what, how many, whose, address, from where, session, request')
  .option('--email <email>', 'of the person with this address')
  .option('--user <id>', 'of the person with this id, who may be gone')
  .option('--kind <kind>', `one of: ${activityKinds.join(', ')}`)
  .option('--since <instant>', 'from then on, such as 2026-11-24 or 2026-11-24T14:00:00Z')
  .option('--until <instant>', 'before then')
  .option('--limit <count>', 'at the most so many', '100')
  .action((options: Record<string, string | undefined>) =>
    withDeps(async deps => {
      const [since, until] = [requireInstant(options.since), requireInstant(options.until)]
      const userId = options.email ? (await findUser(deps, requireEmail(options.email)))?.id : options.user
      if (options.email && !userId) throw new CommandError(`There is no account for ${options.email}.`)
      if (userId !== undefined && !Id.safeParse(userId).success) throw new CommandError(`${userId} is not an id.`)
      if (!/^[1-9]\d{0,5}$/.test(options.limit ?? ''))
        throw new CommandError('--limit takes a number from 1 to 999999.')
      const filter = { ...(userId && { userId }), ...(options.kind && { kind: options.kind }) }
      const within = { ...(since && { since }), ...(until && { until }) }
      for (const { at, kind, count, ...event } of await findEvents(
        deps,
        { ...filter, ...within },
        Number(options.limit),
      )) {
        const { userId, address, ip, sessionId, requestId } = event
        print(
          [at.toISOString(), kind, count, ...[userId, address, ip, sessionId, requestId].map(part => part ?? '-')].join(
            '  ',
          ),
        )
      }
    }),
  )

async function withDeps(work: (deps: Deps) => Promise<void>): Promise<void> {
  const opened = await openDeps(loadSettings())
  try {
    await applyMigrations(opened.directUrl)
    await opened.readClock()
    // A transaction that adds a mail would otherwise hold a connection while the outbox asks for others.
    await opened.deps.outbox.ready()
    await work(opened.deps)
  } finally {
    await opened.close()
  }
}

function requireEmail(typed: string): string {
  const email = Email.safeParse(typed)
  if (!email.success) throw new CommandError(`${typed} is not an e-mail address.`)
  return email.data
}

function requireInstant(typed: string | undefined): Date | undefined {
  const instant = typed === undefined ? undefined : new Date(typed)
  if (instant && Number.isNaN(instant.getTime())) throw new CommandError(`${typed} is not an instant.`)
  return instant
}

const print = (line: string) => void process.stdout.write(`${line}\n`)

/** The sentence for an error, and the exit code: 2 for how the command was called, 1 for everything else. */
function explain(error: unknown): [sentence: string, exitCode: number] {
  // Ctrl-C or Ctrl-D at the prompt.
  if (error instanceof Error && error.name === 'AbortError') return ['', 130]
  if (error instanceof CommanderError) return ['', error.exitCode === 0 ? 0 : 2]
  if (error instanceof CommandError || error instanceof SettingsError || error instanceof MigrationError)
    return [error.message, 1]
  if (error instanceof ApiError) return [Object.values(error.details.fields ?? { code: error.code }).join(' '), 1]
  if (isUniqueViolation(error)) return ['That address has an account already.', 1]
  if (isOutage(error)) return ['The database does not answer. Check DATABASE_URL, and that it runs.', 1]
  return [error instanceof Error ? (error.stack ?? error.message) : String(error), 1]
}

program.parseAsync().catch(error => {
  const [sentence, exitCode] = explain(error)
  if (sentence) process.stderr.write(`latchkey: ${sentence}\n`)
  process.exitCode = exitCode
})
