import type { Connections, Statement } from './client.ts'
import type { Listening } from './listen.ts'
import { runningServer } from './same-server.ts'

export interface Heartbeat {
  /** The database's time. */
  now: Date
  /** Which running server wrote it. */
  server: string
  /** What this beat could see: a snapshot of Postgres. The next beat on this connection gets it as `since`. */
  snapshot: string
  /** Whether a change became visible since then that was not announced. */
  missed: boolean
  /** How full Postgres' queue of notifications is, from 0 to 1. From 0.5 on, changes and beats are not announced. */
  queueUsage: number
}

/** What a pooled connection finds of a replica's heartbeat. */
export interface Witness {
  /** The number of the last heartbeat. Null if there is none. */
  number: number | null
  server: string
}

/** Finds the channel on which the database announces changes. A restored copy of the data may have left a second name. */
export const CHANGES_CHANNEL: Statement = {
  name: 'changes channel',
  text: 'select min(name) as channel from announcement_channel',
}

// One statement is one transaction. A primary that cannot commit the row, because its standby is missing, announces nothing.
// Transactions become visible in another order than their numbers. Only snapshots tell which are new.
// Asking for the usage also lets Postgres reuse what every listener has read, which nothing else does while the queue is full.
const BEAT: Statement = {
  name: 'beat',
  text: `
    with written as (
      insert into heartbeats (replica, number, beaten_at) values ($1, $2, clock_timestamp())
      on conflict (replica) do update set number = excluded.number, beaten_at = excluded.beaten_at
    ), forgotten as (
      delete from heartbeats where beaten_at < clock_timestamp() - interval '1 day' and replica <> $1
    ), forgotten_changes as (
      delete from unannounced_changes where at < clock_timestamp() - interval '1 hour'
    ), queue as materialized (
      select pg_notification_queue_usage() as usage
    )
    select clock_timestamp() as now, ${runningServer} as server, pg_current_snapshot()::text as snapshot, usage as "queueUsage",
      exists (
        select from unannounced_changes
        where pg_visible_in_snapshot(transaction::xid8, pg_current_snapshot())
          and ($3::pg_snapshot is null or not pg_visible_in_snapshot(transaction::xid8, $3::pg_snapshot))
      ) as missed,
      case when usage < 0.5 then pg_notify((select min(name) from announcement_channel), 'beat ' || $1::uuid || ' ' || $2::integer) end
    from queue`,
}
const DROP: Statement = { name: 'drop heartbeat', text: 'delete from heartbeats where replica = $1' }
const READ: Statement = {
  name: 'read heartbeat',
  text: `select (select number from heartbeats where replica = $1) as number, ${runningServer} as server`,
}

/**
 * Writes a replica's heartbeat and announces it on the channel, in one transaction. `since` is the snapshot of the beat before on
 * the same connection; without it, any unannounced change counts as missed. Throws if the beat cannot be committed.
 */
export async function beat(
  listening: Listening,
  replica: string,
  number: number,
  since: string | null = null,
): Promise<Heartbeat> {
  const [heartbeat] = (await listening.query(BEAT, [replica, number, since])) as Heartbeat[]
  if (!heartbeat) throw new Error('A heartbeat got no answer.')
  return heartbeat
}

/** Reads a replica's heartbeat where the pool leads, which may be another server than the one that wrote it. */
export async function readHeartbeat({ prepared }: Pick<Connections, 'prepared'>, replica: string): Promise<Witness> {
  const [witness] = await prepared<Witness>(READ, [replica])
  if (!witness) throw new Error('A heartbeat got no answer.')
  return witness
}

const PROBE: Statement = {
  name: 'probe',
  text: `select pg_notify(min(name), 'beat ' || $1::uuid || ' 0') from announcement_channel`,
}

/** Announces a beat of no server, from another connection than the one that listens. */
export const sendProbe = ({ prepared }: Pick<Connections, 'prepared'>, probe: string) => prepared(PROBE, [probe])

/** Deletes the heartbeat of a replica that shuts down. */
export const dropHeartbeat = (listening: Listening, replica: string) => listening.query(DROP, [replica])
