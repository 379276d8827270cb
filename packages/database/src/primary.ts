import { setTimeout } from 'node:timers/promises'
import { Client } from 'pg'
import { readAddress } from './address.ts'

/** What one server of an address says of itself. */
interface Answer {
  readonly host: string
  readonly port: number
  /** Grows with each promotion of a standby. 0 unless the server is a primary. */
  readonly timeline: number
}

/** The primary of an address that names several servers. */
export type Primary = Pick<Answer, 'host' | 'port'>

/** How long the others have to answer once a primary has. A promoted standby may be slower than the primary that it replaces. */
const OTHERS_MILLISECONDS = 300
const LOOK_EVERY_MILLISECONDS = 250
const LOOK_TIMEOUT_MILLISECONDS = 3_000

// The first 8 digits of a WAL file's name are its timeline. `pg_control_checkpoint` tells the one before until a checkpoint is done.
const ASK = `
  select case when pg_catalog.pg_is_in_recovery() then null
    else pg_catalog.left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 8) end as timeline`

/**
 * Asks every server at once, and returns the primary. Where an old primary is still alive, two answer: the one of the newer timeline is right.
 * @throws an error that `isOutage` recognises and that tells what each server said, if none is a primary
 */
export async function findPrimary(connectionStrings: readonly string[], timeoutMs: number): Promise<Primary> {
  const answers: Answer[] = []
  const refusals: string[] = []
  const began = performance.now()
  const { promise: found, resolve } = Promise.withResolvers<void>()
  const asked = connectionStrings.map(async connectionString => {
    const server = serverAt(connectionString, timeoutMs)
    try {
      const answer = await server.ask()
      if (answer.timeline > 0) resolve(void answers.push(answer))
      else refusals.push(`${server.place} is a standby`)
    } catch (error) {
      refusals.push(`${server.place}: ${(error as Error).message}`)
    } finally {
      server.close()
    }
  })
  const all = Promise.all(asked)
  await Promise.race([found, all])
  await Promise.race([
    all,
    setTimeout(Math.max(OTHERS_MILLISECONDS, performance.now() - began), undefined, { ref: false }),
  ])
  const [newest] = answers.sort((one, other) => other.timeline - one.timeline)
  if (newest) return { host: newest.host, port: newest.port }
  throw Object.assign(new Error(`No server of the address is a primary: ${refusals.join('; ')}`), {
    code: 'NO_PRIMARY',
  })
}

/**
 * Looks at every server of addresses that name several, four times a second, and calls `promoted` once one is a primary of a newer timeline
 * than any before, for the first one too: connections to others lead to a former primary. Returns a function that stops it.
 */
export function watchPromotions(addresses: readonly string[], promoted: () => void): () => Promise<void> {
  const several = addresses.map(address => readAddress(address).connectionStrings).filter(({ length }) => length > 1)
  const stopping = new AbortController()
  let newest = 0

  async function watch(connectionString: string): Promise<void> {
    let server = serverAt(connectionString, LOOK_TIMEOUT_MILLISECONDS)
    while (!stopping.signal.aborted) {
      try {
        const { timeline } = await server.ask()
        if (timeline > newest) {
          newest = timeline
          promoted()
        }
      } catch {
        server.close()
        server = serverAt(connectionString, LOOK_TIMEOUT_MILLISECONDS)
      }
      await setTimeout(LOOK_EVERY_MILLISECONDS, undefined, { signal: stopping.signal }).catch(() => {})
    }
    server.close()
  }

  const watches = [...new Set(several.flat())].map(watch)
  return async () => {
    stopping.abort()
    await Promise.all(watches)
  }
}

/** A connection that only asks what kind of server this is. It is opened by the first question. */
function serverAt(connectionString: string, timeoutMs: number) {
  let client: Client | undefined
  let connecting: Promise<unknown> | undefined
  return {
    place: placeOf(connectionString),
    async ask(): Promise<Answer> {
      if (client === undefined) {
        // It reads the files of the address, and throws if one cannot be read.
        client = new Client({ connectionString, connectionTimeoutMillis: timeoutMs, query_timeout: timeoutMs })
        // Without a listener, a broken connection would end the process. Its queries fail anyway.
        client.on('error', () => {})
        connecting = client.connect()
      }
      await connecting
      const { rows } = await client.query<{ timeline: string | null }>(ASK)
      const { host, port } = client
      return { host, port, timeline: Number.parseInt(rows[0]?.timeline ?? '0', 16) }
    },
    close() {
      // `end` waits without limit for a frozen server.
      client?.connection.stream.destroy()
    },
  }
}

function placeOf(connectionString: string): string {
  const { hostname, port } = new URL(connectionString)
  return `${decodeURIComponent(hostname)}:${port || '5432'}`
}
