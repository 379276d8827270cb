import type { Database } from '@latchkey/database/client'

/** Few enough that a batch is done in a moment and holds its locks no longer. */
export const batchSize = 500

// The rows are locked, and judged once more, before they go: a person who keeps their account at this moment keeps it. What
// somebody else holds is left for the next time.

/** Sessions that were revoked, or outlived their time, before `until`. Their trigger announces none of them. */
export const deleteSessions = (db: Database, until: Date): Promise<number> => db.$executeRaw`
  delete from sessions where id in (
    select id from sessions where revoked_at < ${until} or expires_at < ${until} limit ${batchSize} for update skip locked)`

/** Challenges that expired before `until`, used or not. */
export const deleteChallenges = (db: Database, until: Date): Promise<number> => db.$executeRaw`
  delete from challenges where id in (
    select id from challenges where expires_at < ${until} limit ${batchSize} for update skip locked)`

/** Sign-ups that were used, or expired before `until`. */
export const deleteSignUps = (db: Database, until: Date): Promise<number> => db.$executeRaw`
  delete from challenges where id in (
    select id from challenges where purpose = 'sign_up' and (used_at is not null or expires_at < ${until})
    limit ${batchSize} for update skip locked)`

/** Counts that are forgotten. */
export const deleteLimits = (db: Database, until: Date): Promise<number> => db.$executeRaw`
  delete from limits where key in (
    select key from limits where expires_at < ${until} limit ${batchSize} for update skip locked)`

/** People who left before `until`, with everything that is theirs; not while a former address may have the account back. */
export const deleteUsers = (db: Database, until: Date, now: Date): Promise<number> => db.$executeRaw`
  delete from users where id in (
    select id from users where deleted_at < ${until} and not exists (
      select from challenges where user_id = users.id and purpose = 'not_me' and payload @> '{"restores": true}'
        and used_at is null and expires_at > ${now})
    limit ${batchSize} for update skip locked)`

/** Devices, revoked ones too, that nobody has signed in from since `until`. */
export const deleteDevices = (db: Database, until: Date): Promise<number> => db.$executeRaw`
  delete from devices where id in (
    select id from devices where last_seen_at < ${until} limit ${batchSize} for update skip locked)`

/** Drops what is personal in events that belong to nobody; the events stay. */
export const eraseEventsOfNobody = (db: Database, until: Date): Promise<number> => db.$executeRaw`
  update audit_events set salt = null, address = null, ip = null, user_agent = null where id in (
    select id from audit_events where user_id is null and salt is not null and at < ${until}
    limit ${batchSize} for update skip locked)`

/** Long beyond what a request, or what gathers failed sign-ins, may take to write; short enough to be looked through each time. */
const lateForMs = 6 * 3_600_000

/** Drops what is personal in events that were written when their person had just been deleted. */
export const eraseLateEvents = (db: Database, _until: Date, now: Date): Promise<number> => db.$executeRaw`
  update audit_events set salt = null, address = null, ip = null, user_agent = null where id in (
    select id from audit_events where user_id is not null and salt is not null and at >= ${new Date(now.getTime() - lateForMs)}
      and not exists (select from users where users.id = user_id)
    limit ${batchSize} for update skip locked)`
