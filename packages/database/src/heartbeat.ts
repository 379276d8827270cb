import type { Connections, Statement } from './client.ts'
import type { Listening } from './listen.ts'
import { runningServer } from './same-server.ts'
import { changesChannel } from './technical.ts'

export interface Heartbeat {
  /** The database's time. */
  now: Date
  /** Which running server wrote it. */
  server: string
}

/** What a pooled connection finds of a replica's heartbeat. */
export interface Witness {
  /** The number of the last heartbeat. Null if there is none. */
  number: number | null
  server: string
}

// One statement is one transaction. A primary that cannot commit the row, because its standby is missing, announces nothing.
const BEAT: Statement = {
  name: 'beat',
  text: `
    with written as (
      insert into heartbeats (replica, number, beaten_at) values ($1, $2, clock_timestamp())
      on conflict (replica) do update set number = excluded.number, beaten_at = excluded.beaten_at
    ), forgotten as (
      delete from heartbeats where beaten_at < clock_timestamp() - interval '1 day' and replica <> $1
    )
    select pg_notify('${changesChannel}', 'beat ' || $1::uuid || ' ' || $2::integer), clock_timestamp() as now,
      ${runningServer} as server`,
}
const DROP: Statement = { name: 'drop heartbeat', text: 'delete from heartbeats where replica = $1' }
const READ: Statement = {
  name: 'read heartbeat',
  text: `select (select number from heartbeats where replica = $1) as number, ${runningServer} as server`,
}

/** Writes a replica's heartbeat and announces it on the channel, in one transaction. Throws if it cannot be committed. */
export async function beat(listening: Listening, replica: string, number: number): Promise<Heartbeat> {
  const [heartbeat] = (await listening.query(BEAT, [replica, number])) as Heartbeat[]
  if (!heartbeat) throw new Error('A heartbeat got no answer.')
  return heartbeat
}

/** Reads a replica's heartbeat where the pool leads, which may be another server than the one that wrote it. */
export async function readHeartbeat({ prepared }: Pick<Connections, 'prepared'>, replica: string): Promise<Witness> {
  const [witness] = await prepared<Witness>(READ, [replica])
  if (!witness) throw new Error('A heartbeat got no answer.')
  return witness
}

/** Deletes the heartbeat of a replica that shuts down. */
export const dropHeartbeat = (listening: Listening, replica: string) => listening.query(DROP, [replica])
