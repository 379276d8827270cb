import path from 'node:path'
import { startSmtpServer } from '@latchkey/api/testing/smtp-server'
import { createDataDir } from '@latchkey/database/testing-data-dir'
import {
  type ControlledPostgres,
  type PrimaryAndStandby,
  startControlledPostgres,
  startPrimaryAndStandby,
} from '@latchkey/database/testing-standby'
import { freePort } from '../../e2e/fixtures/free-port.ts'
import { type ApiServer, apiServer } from './api-server.ts'
import { startCaddy } from './caddy.ts'
import { type Client, openClient } from './client.ts'
import { silentProxy } from './silent-proxy.ts'

export interface Cluster {
  /** Where people go: Caddy, with TLS, or the first server. */
  readonly url: string
  readonly client: Client
  readonly servers: readonly ApiServer[]
  /** Lets Caddy send requests to these servers alone, as an operator edits its file and reloads it. */
  sendTo(servers: readonly ApiServer[]): Promise<void>
  readonly postgres: Pick<ControlledPostgres, 'url' | 'start' | 'stop' | 'sql' | 'freeze'>
  /** Only with `standby`. */
  readonly pair: PrimaryAndStandby | undefined
  readonly mail: Awaited<ReturnType<typeof startSmtpServer>>
  /** Between the servers and their mail server. */
  readonly mailProxy: Awaited<ReturnType<typeof silentProxy>>
  stop(): Promise<void>
}

export interface WantedCluster {
  readonly servers?: number
  /** A synchronous standby, and both hosts in DATABASE_URL. */
  readonly standby?: boolean
  readonly settings?: Record<string, string>
  /** False leaves Caddy out: people use the first server. */
  readonly proxy?: false
  /** Statements as the owner, before Postgres is started again and used. */
  readonly postgres?: readonly string[]
  /** Starts another Postgres in place of the embedded one. */
  readonly on?: () => Promise<Cluster['postgres'] & { close(): Promise<unknown> }>
  /** A folder for the servers' logs. Otherwise they are read by this process. */
  readonly logFolder?: string
  /** Whether the servers are started and waited for. */
  readonly isStarted?: boolean
}

export const appSecret = 'a secret of the fault run that is long enough'

/** Starts a Postgres, processes of the API as in production, and Caddy in front of them. */
export async function startCluster(wanted: WantedCluster = {}): Promise<Cluster> {
  const closing: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close()
  }
  try {
    const mail = await startSmtpServer()
    closing.push(mail.close)
    const mailProxy = await silentProxy(Number(new URL(mail.url).port))
    closing.push(async () => mailProxy.close())
    const pair = wanted.standby ? await startPrimaryAndStandby() : undefined
    const single = pair ? undefined : await (wanted.on ?? startControlledPostgres)()
    closing.push(async () => (pair ?? single)?.close())
    const postgres = (pair?.primary ?? single) as Cluster['postgres']
    if (wanted.postgres) {
      await postgres.sql(...wanted.postgres)
      await postgres.stop()
      await postgres.start()
    }
    const folder = await createDataDir()
    closing.push(folder.remove)
    const port = await freePort()
    const url = `https://localhost:${port}`
    const servers = await Promise.all(
      Array.from({ length: wanted.servers ?? 3 }, async (_, at) => {
        const settings = {
          NODE_ENV: 'production',
          APP_URL: url,
          APP_SECRET: appSecret,
          TRUST_PROXY: 'loopback',
          DATABASE_URL: pair?.url ?? postgres.url,
          DATA_DIR: folder.path,
          SMTP_URL: `smtp://127.0.0.1:${mailProxy.port}`,
          MAIL_FROM: 'no-reply@latchkey.example',
          ARGON2_MEMORY_KIB: '7168',
          NETWORK_LIMIT_FACTOR: '10000',
          LOG_LEVEL: 'warn',
          ...wanted.settings,
        }
        const logFile = wanted.logFolder && path.join(wanted.logFolder, `server-${at + 1}.log`)
        return apiServer(await freePort(), settings, logFile)
      }),
    )
    closing.push(() => Promise.all(servers.map(server => server.end('SIGKILL'))))
    if (wanted.isStarted !== false) await Promise.all(servers.map(server => server.start()))
    const addresses = servers.map(({ address }) => address)
    const caddy = wanted.proxy === false ? undefined : await startCaddy(port, addresses)
    closing.push(async () => caddy?.stop())
    const client = caddy ? openClient(url, caddy.ca) : openClient(addresses[0] ?? '')
    closing.push(async () => client.close())
    const sendTo = async (wanted: readonly ApiServer[]) => caddy?.use(wanted.map(({ address }) => address))
    return { url, client, servers, sendTo, postgres, pair, mail, mailProxy, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
