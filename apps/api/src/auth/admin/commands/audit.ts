import { activityKinds } from '@latchkey/contracts/activity-kinds'
import { Id } from '@latchkey/contracts/values'
import type { Command } from 'commander'
import { findUser } from '../../account/users.ts'
import { formatVerdict, headFrom, restartChain, verifyChain } from '../../audit-log/chain/service.ts'
import { findEvents } from '../../audit-log/service.ts'
import { CommandError, requireEmail, type Terminal } from './terminal.ts'

export function auditCommands(program: Command, { withDeps, print }: Terminal): void {
  const audit = program.command('audit').description('what happened to accounts, and the proof of it')

  audit
    .command('verify')
    .description('walk the sealed chain of events and name the first that is broken; exit code 1 where one is')
    .option('--head <seq:mac>', 'a head out of the logs, which shows that nothing was cut off since')
    .action(({ head }: { head?: string }) =>
      withDeps(async deps => {
        const verdict = await verifyChain(deps, requireHeads(head))
        for (const line of formatVerdict(verdict)) print(line)
        if (verdict.broken) throw new CommandError('The audit log is not what it was.')
      }),
    )

  audit
    .command('restart')
    .description(
      'seal on from a head whose secret was replaced outright and is lost; verifying counts what came before',
    )
    .option('--head <seq:mac>', 'a head out of the logs, which the chain must hold')
    .action(({ head }: { head?: string }) =>
      withDeps(async deps => {
        const verdict = await restartChain(deps, requireHeads(head))
        if (!verdict) throw new CommandError('There is no need: no secret is missing that the head was sealed under.')
        for (const line of formatVerdict(verdict)) print(line)
        if (verdict.broken) throw new CommandError('The audit log is not what it was, so it is not sealed on.')
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
            [
              at.toISOString(),
              kind,
              count,
              ...[userId, address, ip, sessionId, requestId].map(part => part ?? '-'),
            ].join('  '),
          )
        }
      }),
    )
}

function requireHeads(typed: string | undefined) {
  const heads = typed === undefined ? [] : [headFrom(typed)]
  if (heads.includes(null)) throw new CommandError('A head looks like 123:9f2c…, as the log has its seq and mac.')
  return heads.flatMap(head => head ?? [])
}

function requireInstant(typed: string | undefined): Date | undefined {
  const instant = typed === undefined ? undefined : new Date(typed)
  if (instant && Number.isNaN(instant.getTime())) throw new CommandError(`${typed} is not an instant.`)
  return instant
}
