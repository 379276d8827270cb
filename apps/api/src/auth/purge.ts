import type { Deps } from '../deps.ts'
import type { PurgeRule } from '../platform/feature.ts'
import { batchSize } from '../platform/jobs/purge.ts'
import { trimEventsOnce } from './audit-log/chain/service.ts'

// The rows are locked, and judged once more, before they go: a person who keeps their account at this moment keeps it. What
// somebody else holds is left for the next time.

/** Sessions that were revoked, or outlived their time, before `until`. Their trigger announces none of them. */
const deleteSessions = ({ db }: Deps, until: Date): Promise<number> => db.$executeRaw`
  delete from sessions where id in (
    select id from sessions where revoked_at < ${until} or expires_at < ${until} limit ${batchSize} for update skip locked)`

/** Challenges that expired before `until`, used or not. */
const deleteChallenges = ({ db }: Deps, until: Date): Promise<number> => db.$executeRaw`
  delete from challenges where id in (
    select id from challenges where expires_at < ${until} limit ${batchSize} for update skip locked)`

/** Sign-ups that were used, or expired before `until`. */
const deleteSignUps = ({ db }: Deps, until: Date): Promise<number> => db.$executeRaw`
  delete from challenges where id in (
    select id from challenges where purpose = 'sign_up' and (used_at is not null or expires_at < ${until})
    limit ${batchSize} for update skip locked)`

/** Counts that are forgotten. */
const deleteLimits = ({ db }: Deps, until: Date): Promise<number> => db.$executeRaw`
  delete from limits where key in (
    select key from limits where expires_at < ${until} limit ${batchSize} for update skip locked)`

/** People who left before `until`, with everything that is theirs; not while a former address may have the account back. */
const deleteUsers = ({ db }: Deps, until: Date, now: Date): Promise<number> => db.$executeRaw`
  delete from users where id in (
    select id from users where deleted_at < ${until} and not exists (
      select from challenges where user_id = users.id and purpose = 'not_me' and payload @> '{"restores": true}'
        and used_at is null and expires_at > ${now})
    limit ${batchSize} for update skip locked)`

/** Devices, revoked ones too, that nobody has signed in from since `until`. */
const deleteDevices = ({ db }: Deps, until: Date): Promise<number> => db.$executeRaw`
  delete from devices where id in (
    select id from devices where last_seen_at < ${until} limit ${batchSize} for update skip locked)`

/** Drops what is personal in events that belong to nobody; the events stay. */
const eraseEventsOfNobody = ({ db }: Deps, until: Date): Promise<number> => db.$executeRaw`
  update audit_events set salt = null, address = null, ip = null, user_agent = null where id in (
    select id from audit_events where user_id is null and salt is not null and at < ${until}
    limit ${batchSize} for update skip locked)`

/** Long beyond what a request, or what gathers failed sign-ins, may take to write; short enough to be looked through each time. */
const lateForMs = 6 * 3_600_000

/** Drops what is personal in events that were written when their person had just been deleted. */
const eraseLateEvents = ({ db }: Deps, _until: Date, now: Date): Promise<number> => db.$executeRaw`
  update audit_events set salt = null, address = null, ip = null, user_agent = null where id in (
    select id from audit_events where user_id is not null and salt is not null and at >= ${new Date(now.getTime() - lateForMs)}
      and not exists (select from users where users.id = user_id)
    limit ${batchSize} for update skip locked)`

/**
 * What is deleted, and how many days after it came to its end. A session that ended by idling stays until its time would have been over
 * anyway, and these days: its row looks alive, and deleting such a one is announced to every server.
 */
export const authPurge: readonly PurgeRule[] = [
  // With the password that somebody chose for it.
  { name: 'signUps', afterDays: 0, deleteBatch: deleteSignUps },
  { name: 'limits', afterDays: 0, deleteBatch: deleteLimits },
  { name: 'challenges', afterDays: 14, deleteBatch: deleteChallenges },
  // For as long as they are shown.
  { name: 'sessions', afterDays: 30, deleteBatch: deleteSessions },
  // For as long as the mail's button undoes it, and a thief's deletion takes no day from whose address they had changed before.
  { name: 'users', afterDays: 7, deleteBatch: deleteUsers },
  // For as long as its cookie lives: a revoked token is not taken for a new one.
  { name: 'devices', afterDays: 400, deleteBatch: deleteDevices },
  // Not deleted: where a request came from that belongs to nobody, who could not ask to have it forgotten.
  { name: 'addressesOfNobody', afterDays: 30, deleteBatch: eraseEventsOfNobody },
  // Their own went with them; a request that was under way then wrote these.
  { name: 'addressesOfTheDeleted', afterDays: 0, deleteBatch: eraseLateEvents },
  { name: 'auditEvents', afterDays: settings => settings.auditRetentionDays, deleteBatch: trimEventsOnce },
]
