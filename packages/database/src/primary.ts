import { setTimeout } from 'node:timers/promises'
import { Client } from 'pg'
import { readAddress } from './address.ts'
import { closeOnUnreadable } from './unreadable.ts'

/** What one server of an address says of itself. */
interface Answer {
  readonly host: string
  readonly port: number
  readonly place: string
  /** Grows with each promotion of a standby. 0 unless the server is a primary. */
  readonly timeline: number
  /** Of the cluster. A copy has the same. Null where the role may not read it. */
  readonly system: string | null
  /** When the server started, to the microsecond. One server may have two names. */
  readonly started: string
}

/** The primary of an address that names several servers. */
export type Primary = Pick<Answer, 'host' | 'port' | 'timeline'>

/** How long the others have to answer once a primary of the newest known timeline has. Two may have been promoted. */
const OTHERS_MILLISECONDS = 300
const LOOK_EVERY_MILLISECONDS = 250

/**
 * The newest timeline that was seen, by the servers of an address. All connections of one server share it: one that did not know of a
 * promotion would lead back to the former primary.
 */
export interface Timelines {
  /** The newest among these servers, or 0. A primary of an older one is a former primary. */
  newest(connectionStrings: readonly string[]): number
  /** Notes one that was seen. The newest never falls. */
  note(connectionStrings: readonly string[], timeline: number): void
}

/** Opens a memory that has seen none. */
export function openTimelines(): Timelines {
  const known = new Map<string, number>()
  const keyOf = (connectionStrings: readonly string[]) => connectionStrings.map(placeOf).sort().join()
  const newest = (connectionStrings: readonly string[]) => known.get(keyOf(connectionStrings)) ?? 0
  return {
    newest,
    note(connectionStrings, timeline) {
      known.set(keyOf(connectionStrings), Math.max(timeline, newest(connectionStrings)))
    },
  }
}

// The first 8 digits of a WAL file's name are its timeline. `pg_control_checkpoint` tells the one before until a checkpoint is done.
const asking = (system: string) => `
  select case when pg_catalog.pg_is_in_recovery() then null
    else pg_catalog.left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 8) end as timeline,
    pg_catalog.pg_postmaster_start_time()::text as started, ${system} as system`
const ASK = asking('(select system_identifier::text from pg_catalog.pg_control_system())')
/** Any role may read the identifier, unless an operator took that right away. */
const ASK_WITHOUT_SYSTEM = asking('null')
const NO_RIGHT = '42501'

/**
 * Asks every server at once, and returns the primary. Where an old primary is still alive, two answer: the one of the newer timeline is right.
 * A timeline older than the newest in `timelines` is never right. The first search waits for every server, up to `timeoutMs`.
 * @throws an error that `isOutage` recognises and that tells what each server said, if none is a primary, or two are
 */
export async function findPrimary(
  connectionStrings: readonly string[],
  timeoutMs: number,
  timelines = openTimelines(),
): Promise<Primary> {
  const answers: Answer[] = []
  const refusals: string[] = []
  const began = performance.now()
  const { promise: found, resolve } = Promise.withResolvers<void>()
  const asked = connectionStrings.map(async connectionString => {
    const server = serverAt(connectionString, timeoutMs)
    try {
      const answer = await server.ask()
      if (answer.timeline > 0) answers.push(answer)
      else refusals.push(`${server.place} is a standby`)
      if (answer.timeline > 0 && answer.timeline >= timelines.newest(connectionStrings)) resolve()
    } catch (error) {
      refusals.push(`${server.place}: ${(error as Error).message}`)
    } finally {
      server.close()
    }
  })
  const all = Promise.all(asked)
  await Promise.race([found, all])
  // Before any timeline is known, a promoted server may be far away and its former primary near.
  const waitMs = timelines.newest(connectionStrings) === 0 ? timeoutMs : OTHERS_MILLISECONDS
  await Promise.race([all, setTimeout(Math.max(waitMs, performance.now() - began), undefined, { ref: false })])
  return choosePrimary(connectionStrings, answers, refusals, timelines)
}

/** @throws as `findPrimary` */
function choosePrimary(
  connectionStrings: readonly string[],
  answers: Answer[],
  refusals: string[],
  timelines: Timelines,
): Primary {
  const [newest, ...others] = answers.sort((one, other) => other.timeline - one.timeline)
  const known = timelines.newest(connectionStrings)
  if (newest === undefined || newest.timeline < known) {
    const former = answers.map(
      ({ place, timeline }) => `${place} is a former primary (timeline ${timeline}, not ${known})`,
    )
    throw noPrimary(`No server of the address is a primary: ${[...refusals, ...former].join('; ')}`)
  }
  const stranger = others.find(({ system }) => system && newest.system && system !== newest.system)
  if (stranger)
    throw noPrimary(
      `Two servers of the address are primaries of different clusters: ${newest.place}, ${stranger.place}`,
    )
  const rival = others.find(({ timeline, started }) => timeline === newest.timeline && started !== newest.started)
  // Which one has the right data, only a person knows.
  if (rival)
    throw noPrimary(
      `Two servers are primaries of timeline ${newest.timeline}: ${newest.place}, ${rival.place}. Stop one`,
    )
  timelines.note(connectionStrings, newest.timeline)
  return newest
}

const noPrimary = (message: string) => Object.assign(new Error(message), { code: 'NO_PRIMARY' })

/** What a connection throws that was being opened to a server while another one was promoted. */
export const formerPrimary = ({ host, port }: { host: string; port: number }) =>
  noPrimary(`${host}:${port} is a former primary`)

/**
 * Looks at every server of addresses that name several, four times a second, and calls `promoted` once one is a primary of a newer timeline
 * than any before, for the first one too: connections to others lead to a former primary. From then on no connection with these
 * `timelines` accepts an older one. It waits for a server as long as the address says (`connect_timeout`), or the more patient of two.
 * Returns a function that stops it.
 */
export function watchPromotions(
  addresses: readonly string[],
  timelines: Timelines,
  promoted: () => void,
): () => Promise<void> {
  const several = addresses.map(readAddress).filter(({ connectionStrings }) => connectionStrings.length > 1)
  const timeouts = new Map<string, number>()
  for (const { connectionStrings, connectTimeoutMs } of several)
    for (const server of connectionStrings) timeouts.set(server, Math.max(connectTimeoutMs, timeouts.get(server) ?? 0))
  const stopping = new AbortController()
  let newest = 0

  async function watch([connectionString, timeoutMs]: [string, number]): Promise<void> {
    let server = serverAt(connectionString, timeoutMs)
    // What it waits for then fails.
    stopping.signal.addEventListener('abort', () => server.close())
    while (!stopping.signal.aborted) {
      try {
        const { timeline } = await server.ask()
        if (timeline > newest) {
          newest = timeline
          for (const { connectionStrings } of several) timelines.note(connectionStrings, timeline)
          promoted()
        }
      } catch {
        server.close()
        server = serverAt(connectionString, timeoutMs)
      }
      await setTimeout(LOOK_EVERY_MILLISECONDS, undefined, { signal: stopping.signal }).catch(() => {})
    }
    server.close()
  }

  const watches = [...timeouts].map(watch)
  return async () => {
    stopping.abort()
    await Promise.all(watches)
  }
}

/** A connection that only asks what kind of server this is. It is opened by the first question. */
function serverAt(connectionString: string, timeoutMs: number) {
  let client: Client | undefined
  let connecting: Promise<unknown> | undefined
  const place = placeOf(connectionString)
  return {
    place,
    async ask(): Promise<Answer> {
      if (client === undefined) {
        // It reads the files of the address, and throws if one cannot be read.
        client = new Client({ connectionString, connectionTimeoutMillis: timeoutMs, query_timeout: timeoutMs })
        // Without a listener, a broken connection would end the process. Its queries fail anyway.
        client.on('error', () => {})
        closeOnUnreadable(client)
        connecting = client.connect()
      }
      await connecting
      const { host, port } = client
      const [said] = await tell(client)
      const { timeline, system = null, started = '' } = said ?? {}
      return { host, port, place, timeline: Number.parseInt(timeline ?? '0', 16), system, started }
    },
    close() {
      // `end` waits without limit for a frozen server.
      client?.connection.stream.destroy()
    },
  }
}

async function tell(client: Client): Promise<(Pick<Answer, 'system' | 'started'> & { timeline: string | null })[]> {
  const { rows } = await client.query(ASK).catch(error => {
    if (error.code === NO_RIGHT) return client.query(ASK_WITHOUT_SYSTEM)
    throw error
  })
  return rows
}

function placeOf(connectionString: string): string {
  const { hostname, port } = new URL(connectionString)
  return `${decodeURIComponent(hostname)}:${port || '5432'}`
}
