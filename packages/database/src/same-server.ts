import { addressesOfServers, urlOfAddress } from './address.ts'
import { type Connections, openConnections } from './client.ts'
import { openTimelines } from './primary.ts'

/**
 * SQL that tells running servers and databases apart: when the server started, to the microsecond, and the database's name. Any role
 * may read it. A system identifier would not do: a copy of a server, and a standby that is promoted, keep theirs.
 */
export const runningServer = `extract(epoch from pg_postmaster_start_time())::text || ' ' || current_database()`

/** `DATABASE_URL` and `DATABASE_DIRECT_URL` lead to different databases. */
export class DifferentServersError extends Error {
  override name = 'DifferentServersError'
}

/**
 * Refuses two addresses that lead to different databases: changes in one would not be announced in the other.
 * @throws {DifferentServersError}
 */
export async function requireSameServer(url: string, directUrl: string, timelines = openTimelines()): Promise<void> {
  if (url === directUrl) return
  const [pooled, direct] = [url, directUrl].map(each => openConnections(each, { poolSize: 1, timelines })) as [
    Connections,
    Connections,
  ]
  try {
    const before = await readServer(pooled)
    const server = await readServer(direct)
    // Read again, because the server may have restarted in between.
    if (before === server || (await readServer(pooled)) === server) return
  } finally {
    await Promise.all([pooled.close(), direct.close()])
  }
  throw new DifferentServersError(
    `DATABASE_DIRECT_URL leads to ${placeOf(directUrl)}, which is another database than the one behind DATABASE_URL ` +
      `(${placeOf(url)}). Set DATABASE_DIRECT_URL to the address of the same database without a pooler, or leave it unset.`,
  )
}

async function readServer({ query }: Pick<Connections, 'query'>): Promise<string> {
  const { rows } = await query(`select ${runningServer} as server`)
  return (rows as { server: string }[])[0]?.server ?? ''
}

/** The hosts, ports and database of an address, without the password. */
const placeOf = (address: string) => addressesOfServers(address).map(placeOfServer).join(', ')

function placeOfServer(url: string): string {
  const { hostname, port, pathname, searchParams } = urlOfAddress(url)
  return `${searchParams.get('host') ?? hostname}:${searchParams.get('port') || port || '5432'}${pathname}`
}
