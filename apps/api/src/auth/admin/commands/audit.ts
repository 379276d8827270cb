import { activityKinds } from '@latchkey/contracts/activity-kinds'
import { Id } from '@latchkey/contracts/values'
import { type Command, Option } from 'commander'
import { findUser } from '../../account/users.ts'
import { formatVerdict, headFrom } from '../../audit-log/chain/report.ts'
import { restartChain, verifyChain } from '../../audit-log/chain/verify.ts'
import { findEvents } from '../../audit-log/service.ts'
import { CommandError, requireEmail, type Terminal } from './terminal.ts'

/** Adds `latchkey audit verify`, `restart` and `list`. */
export function auditCommands(program: Command, { withDeps, print }: Terminal): void {
  const audit = program.command('audit').description('list account events, and verify that they are unchanged')

  audit
    .command('verify')
    .description('verify the sealed chain of events and name the first break; exits with 1 if there is one')
    .option('--head <seq:mac>', 'a head from the logs, to verify that the chain still contains it')
    .action(({ head }: { head?: string }) => {
      const heads = requireHeads(head)
      return withDeps(async deps => {
        const verdict = await verifyChain(deps, heads)
        for (const line of formatVerdict(verdict)) print(line)
        if (verdict.broken) throw new CommandError('The audit log is broken.')
      })
    })

  audit
    .command('restart')
    .description(
      'continue the chain from a head whose secret was replaced and is lost; verify then counts what came before as unproven',
    )
    .option('--head <seq:mac>', 'a head from the logs, which the chain must contain')
    .action(({ head }: { head?: string }) => {
      const heads = requireHeads(head)
      return withDeps(async deps => {
        const verdict = await restartChain(deps, heads)
        if (!verdict) throw new CommandError('There is no need: the secret that sealed the head is not missing.')
        for (const line of formatVerdict(verdict)) print(line)
        if (verdict.broken) throw new CommandError('The audit log is broken, so the chain is not continued.')
      })
    })

  audit
    .command('list')
    .description(
      'events, newest first: time, kind, count, user, address, IP address, session, request, admin who did it',
    )
    .option('--email <email>', 'only events of the person with this address')
    .option('--user <id>', 'only events of the person with this id, who may be deleted')
    .option('--actor <id>', 'only what the admin with this id did to other people, or read about them')
    .addOption(new Option('--kind <kind>', 'only events of this kind').choices(activityKinds))
    .option('--since <time>', 'from this time on, such as 2026-11-24 or 2026-11-24T14:00:00Z')
    .option('--until <time>', 'before this time')
    .option('--limit <count>', 'at most this many', '100')
    .action((options: Record<string, string | undefined>) => {
      const [since, until] = [requireTime(options.since), requireTime(options.until)]
      if (!/^[1-9]\d{0,5}$/.test(options.limit ?? ''))
        throw new CommandError('--limit takes a number from 1 to 999999.')
      return withDeps(async deps => {
        const userId = options.email ? (await findUser(deps, requireEmail(options.email)))?.id : options.user
        if (options.email && !userId) throw new CommandError(`There is no account for ${options.email}.`)
        if (userId !== undefined && !Id.safeParse(userId).success) throw new CommandError(`${userId} is not an id.`)
        const { actor: actorId, kind } = options
        if (actorId !== undefined && !Id.safeParse(actorId).success) throw new CommandError(`${actorId} is not an id.`)
        const filter = { ...(userId && { userId }), ...(actorId && { actorId }), ...(kind && { kind }) }
        const within = { ...(since && { since }), ...(until && { until }) }
        for (const { at, kind, count, ...event } of await findEvents(
          deps,
          { ...filter, ...within },
          Number(options.limit),
        )) {
          const { userId, address, ip, sessionId, requestId, actorId } = event
          print(
            [
              at.toISOString(),
              kind,
              count,
              ...[userId, address, ip, sessionId, requestId, actorId].map(part => part ?? '-'),
            ].join('  '),
          )
        }
      })
    })
}

function requireHeads(typed: string | undefined) {
  const heads = typed === undefined ? [] : [headFrom(typed)]
  if (heads.includes(null)) throw new CommandError('A head looks like 123:9f2c…: the seq and mac from the log.')
  return heads.flatMap(head => head ?? [])
}

function requireTime(typed: string | undefined): Date | undefined {
  const time = typed === undefined ? undefined : new Date(typed)
  if (time && Number.isNaN(time.getTime())) throw new CommandError(`${typed} is not a date or time.`)
  return time
}
