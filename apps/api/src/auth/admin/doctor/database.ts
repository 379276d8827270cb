import { UnsuitableDatabaseError } from '@latchkey/database/connection-settings'
import { outageOf } from '@latchkey/database/errors'
import { hearsAnnouncements } from '@latchkey/database/hears'
import { MigrationError } from '@latchkey/database/migrate'
import { findPendingMigrations } from '@latchkey/database/pending'
import { findPowers } from '@latchkey/database/powers'
import { findHindrances, findRightsOfOthers } from '@latchkey/database/rights'
import { DifferentServersError, requireSameServer } from '@latchkey/database/same-server'
import type { OpenDeps } from '../../../open-deps.ts'
import { ClockLeapError, machineAheadMs } from '../../../platform/clock.ts'
import { error, type Finding, note, type Rule, warning } from './finding.ts'

/** More than an answer takes, and than NTP leaves. Less would be the time of the measurement itself. */
const mostSkewMs = 2_000

/** Looks at the database, in the order of a start. Changes nothing. What ends a start ends this too. */
export async function examineDatabase(opened: OpenDeps): Promise<Finding[]> {
  const findings: Finding[] = []
  try {
    for (const examine of [pendingMigrations, suitability, powers, clock, announcements]) {
      findings.push(...(await examine(opened)))
      // Nothing else can be asked of tables that are not there yet.
      if (findings.some(({ rule }) => rule === 'pending-migrations')) break
    }
    return findings
  } catch (thrown) {
    return [...findings, explain(thrown)]
  }
}

async function pendingMigrations({ url, directUrl }: OpenDeps): Promise<Finding[]> {
  await requireSameServer(url, directUrl)
  const pending = await findPendingMigrations(directUrl)
  if (pending.length === 0) return []
  return [
    warning(
      'pending-migrations',
      `${pending.length} migrations wait, from ${pending[0]} on. The next start of a server, or any other command, applies them. Then run this again, to examine the tables.`,
    ),
  ]
}

async function suitability({ checkPooler, deps }: OpenDeps): Promise<Finding[]> {
  const hindrances = await findHindrances(deps)
  return [
    ...hindrances.map(sentence => error('role-lacks-rights', sentence)),
    ...(await checkPooler()).map(sentence => warning('database-settings', sentence)),
    ...(await findRightsOfOthers(deps)).map(sentence => warning('rights-of-others', sentence)),
  ]
}

async function powers({ deps }: OpenDeps): Promise<Finding[]> {
  if (deps.settings.databaseUrl === undefined) return []
  const { role, isSuperuser, isAdministrator, serverRoles, ownsTables } = await findPowers(deps)
  const may = [
    isSuperuser && 'is a superuser: a fault in any query could reach the whole server',
    isAdministrator && 'may make roles or databases, replicate, or bypass row security',
    serverRoles.length > 0 && `is a member of ${serverRoles.join(', ')}`,
    ownsTables && deps.settings.production && 'owns the tables, so it may rewrite the audit log',
  ].find(each => each !== false)
  if (may === undefined) return []
  return [
    warning(
      'role-may-too-much',
      `DATABASE_URL: its role ${role}, or one that it may become, ${may}. Give the API a role of its own, as docs/deploy/database.md says under "Roles".`,
    ),
  ]
}

async function clock({ readClock, deps }: OpenDeps): Promise<Finding[]> {
  await readClock()
  const aheadMs = machineAheadMs(deps.clock)
  if (Math.abs(aheadMs) < mostSkewMs) return []
  const seconds = (Math.abs(aheadMs) / 1000).toFixed(1)
  return [
    warning(
      'clock-skew',
      `This machine's clock is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the database's. Authenticator codes and logs depend on it: set both by NTP.`,
    ),
  ]
}

async function announcements({ url, directUrl }: OpenDeps): Promise<Finding[]> {
  if (await hearsAnnouncements(directUrl, url)) return []
  return [
    warning(
      'announcements-lost',
      'DATABASE_DIRECT_URL, or DATABASE_URL if that is unset, leads through a pooler that loses announcements, so each request has to ask the database. Write the address of the database itself.',
    ),
  ]
}

function explain(thrown: unknown): Finding {
  const known: [new (...given: never[]) => Error, Rule][] = [
    [DifferentServersError, 'different-servers'],
    [MigrationError, 'foreign-migrations'],
    [UnsuitableDatabaseError, 'database-settings'],
    [ClockLeapError, 'clock-skew'],
  ]
  for (const [kind, rule] of known) if (thrown instanceof kind) return error(rule, (thrown as Error).message)
  const outage = outageOf(thrown)
  if (!outage) throw thrown
  return outage.isOwnLimit
    ? note('database-outage', `The database took too long: ${outage.reason}. Run this again.`)
    : error('database-outage', `DATABASE_URL: ${outage.reason}. Check the address, and that the database is running.`)
}
