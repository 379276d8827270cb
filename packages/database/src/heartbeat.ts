import type { Statement } from './client.ts'
import type { Listening } from './listen.ts'
import { changesChannel } from './technical.ts'

export interface Heartbeat {
  /** The database's time. */
  now: Date
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
    select pg_notify('${changesChannel}', 'beat ' || $1::uuid || ' ' || $2::integer), clock_timestamp() as now`,
}
const DROP: Statement = { name: 'drop heartbeat', text: 'delete from heartbeats where replica = $1' }

/** Writes a replica's heartbeat and announces it on the channel, in one transaction. Throws if it cannot be committed. */
export async function beat(listening: Listening, replica: string, number: number): Promise<Heartbeat> {
  const [heartbeat] = (await listening.query(BEAT, [replica, number])) as Heartbeat[]
  if (!heartbeat) throw new Error('A heartbeat got no answer.')
  return heartbeat
}

/** Deletes the heartbeat of a replica that shuts down. */
export const dropHeartbeat = (listening: Listening, replica: string) => listening.query(DROP, [replica])
