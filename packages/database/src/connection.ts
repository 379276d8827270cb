import { Client, type ClientConfig, DatabaseError } from 'pg'
import { problemOfAddress, readAddress } from './address.ts'
import { cancelUnanswered } from './cancel.ts'
import { checkConnection, type ServerLimits, startupOptions, UnsuitableDatabaseError } from './connection-settings.ts'
import { outageOf } from './errors.ts'
import { LOST_STATEMENT, NO_TRANSACTION_IDS, REFUSED_AT_CONNECT } from './outages.ts'
import { findPrimary, formerPrimary, openTimelines, type Timelines } from './primary.ts'
import { SilentDatabaseError } from './silence.ts'
import { closeOnUnreadable } from './unreadable.ts'

type Connected = ((error: Error) => void) & ((error: null, client: Client) => void)

/** A class of clients for one address, for a pool or alone. */
export interface Connector {
  readonly Client: new (config?: ClientConfig) => Client
  /** How long a connection may take, with the search for the primary among several servers. */
  readonly connectTimeoutMs: number
  /** While it is silent, every connection of this connector is closed, and none is opened: what waits for an answer fails at once. */
  setSilent(isSilent: boolean): void
}

/**
 * The one way to connect. If the address names several servers, each connection first asks all of them which is the primary. Each connection sets what security depends on, and checks it before it is used: see
 * `connection-settings.ts`. Connectors that share `timelines` never turn back to a former primary. `patience` multiplies the address's `connect_timeout`. If a pooler refuses settings at the start of a connection, later ones only check.
 */
export function connectorTo(url: string, limits: ServerLimits, patience = 1, timelines = openTimelines()): Connector {
  const { connectionStrings, options, ...address } = readAddress(url)
  const [connectionString] = connectionStrings
  const serverTimeoutMs = patience * address.connectTimeoutMs
  const isSearching = connectionStrings.length > 1
  const connectTimeoutMs = isSearching ? 2 * serverTimeoutMs : serverTimeoutMs
  let canSet = true
  let isSilent = false
  const open = new Set<Client>()

  class CheckedClient extends Client {
    readonly #problem: string | null
    #timeline = 0

    constructor(config: ClientConfig = {}) {
      // `pg` reads the files of an address here, for each connection. A pool does not expect an error from it.
      const problem = problemOfAddress(url)
      const set = canSet ? startupOptions(limits, options) : options
      super(problem === null ? { ...config, connectionString, keepAlive: true, options: set } : {})
      this.#problem = problem
      this.connection.on('errorMessage', nameGeneralCode)
      closeOnUnreadable(this)
      this.once('end', () => cancelUnanswered(this))
      // Without a listener, a broken connection would end the process. Its queries fail anyway.
      this.on('error', () => {})
      // Until it connects, `pg` does not listen to this one, and a time limit may close it during the search.
      this.connection.stream.on('error', () => {})
    }

    override connect(): Promise<Client>
    override connect(connected: Connected): void
    override connect(connected?: Connected): Promise<Client> | undefined {
      const connecting = this.connectAndCheck()
      if (connected === undefined) return connecting
      connecting.then(client => connected(null, client), connected)
      return undefined
    }

    private async connectAndCheck(): Promise<Client> {
      let isOpen = false
      if (this.#problem !== null) throw new UnsuitableDatabaseError(`The address of the database ${this.#problem}.`)
      try {
        if (isSilent) throw new SilentDatabaseError()
        open.add(this)
        this.once('end', () => open.delete(this))
        if (isSearching) await this.turnToPrimary()
        await super.connect()
        isOpen = true
        await checkConnection(this, serverTimeoutMs)
        // Another server may have been promoted since the search.
        if (isSearching && this.#timeline < timelines.newest(connectionStrings)) throw formerPrimary(this)
        return this
      } catch (error) {
        open.delete(this)
        if (isRefusalOfSettings(error)) canSet = false
        this.end().catch(() => {})
        if (options !== '' && isRefusalOfOptions(error)) throw refusedOptions(error)
        if (!isOpen) nameRefusal(error)
        throw error
      }
    }

    private async turnToPrimary(): Promise<void> {
      const { host, port, timeline } = await findPrimary(connectionStrings, serverTimeoutMs, timelines)
      Object.assign(this, { host, port })
      this.#timeline = timeline
      if (this.connection.stream.destroyed) throw new Error('Connection terminated due to connection timeout')
    }
  }
  return {
    Client: CheckedClient,
    connectTimeoutMs,
    setSilent(silent) {
      isSilent = silent
      if (isSilent) for (const client of open) client.connection.stream.destroy(new SilentDatabaseError())
    },
  }
}

/** Gives an error a code of its own where Postgres' is too general. Postgres translates the message, and Prisma drops the routine. */
function nameGeneralCode(error: DatabaseError): void {
  // A change of a table spoils a prepared statement.
  if (error.routine === 'RevalidateCachedQuery') error.code = LOST_STATEMENT
  if (error.code === '54000' && /^GetNew(Transaction|MultiXact)Id$/.test(error.routine ?? ''))
    error.code = NO_TRANSACTION_IDS
}

/** Gives an error that came before a connection was open a code of its own. It refuses the connection, even if its code has another meaning later. */
function nameRefusal(error: unknown): void {
  if (!(error instanceof DatabaseError)) return
  const outage = outageOf(error)
  if (outage === null || outage.isOfOneStatement) error.code = REFUSED_AT_CONNECT
}

/** Opens a connection of its own, outside a pool. `config` may add a name or time limits, and `patience` and `timelines` as `connectorTo`. */
export async function connectTo(
  url: string,
  limits: ServerLimits,
  { patience = 1, timelines, ...config }: ClientConfig & { patience?: number; timelines?: Timelines | undefined } = {},
): Promise<Client> {
  const { Client, connectTimeoutMs } = connectorTo(url, limits, patience, timelines)
  const open = () => new Client({ connectionTimeoutMillis: connectTimeoutMs, ...config }).connect()
  return open().catch(error => {
    if (isRefusalOfSettings(error)) return open()
    throw error
  })
}

/** PgBouncer and other poolers refuse settings that they cannot keep apart for each client. */
export const isRefusalOfSettings = (error: unknown) =>
  error instanceof Error && /unsupported startup parameter|command-line options/i.test(error.message)

/** An unknown setting, a wrong value, or a setting that only an administrator may change. 42501 may be about the database too. */
const isRefusalOfOptions = (error: unknown): error is DatabaseError =>
  error instanceof DatabaseError &&
  (['42704', '22023', '55P02'].includes(String(error.code)) ||
    (error.code === '42501' && /^set_config/.test(error.routine ?? '')))

const refusedOptions = (cause: Error) =>
  new UnsuitableDatabaseError(
    `The database refuses what "options" in its address or PGOPTIONS sets: ${cause.message}.`,
    {
      cause,
    },
  )
