import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { Agent, request } from 'node:http'
import path from 'node:path'
import { type Connections, openConnections } from '@latchkey/database/client'
import { serverUrl } from '@latchkey/database/embedded/lease'
import { withLock } from '@latchkey/database/embedded/lock'
import { findOrStart } from '@latchkey/database/embedded/server'
import { applyMigrations } from '@latchkey/database/migrate'
import { createDataDir } from '@latchkey/database/testing-data-dir'
import { freezePostgres } from '@latchkey/database/testing-freeze'
import { deriveKeyring } from '../src/platform/crypto/keys.ts'
import { mintToken } from '../src/platform/crypto/token.ts'
import { compileCache } from './compile-cache.ts'
import { freePort, postgresPid } from './server-process.ts'

const main = path.resolve(import.meta.dirname, '../src/main.ts')
const secret = 'a secret that all the replicas of a test share'
const keys = deriveKeyring([secret])('session token')

/** The environment that a replica needs besides its database URL. */
export const replicaEnvironment = { APP_SECRET: secret, LOG_LEVEL: 'fatal' }

export interface Answer {
  /** 0 if the connection broke. */
  readonly status: number
  readonly code: string | undefined
  readonly retryAfter: string | undefined
  /** On the monotonic clock of this process. */
  readonly sentAt: number
  readonly answeredAt: number
}

export interface TestSession {
  readonly id: string
  readonly token: string
  readonly userId: string
}

export type Replica = ReturnType<typeof replicaAt>

/** A client of one server, with keep-alive connections. */
export function replicaAt(address: string, pid: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 })

  const send = (method: string, path: string, token: string): Promise<Answer> =>
    new Promise(resolve => {
      const sentAt = performance.now()
      const broken = () =>
        resolve({ status: 0, code: undefined, retryAfter: undefined, sentAt, answeredAt: performance.now() })
      const asking = request(
        address + path,
        { method, agent, headers: { authorization: `Bearer ${token}` } },
        answer => {
          let body = ''
          answer.setEncoding('utf8').on('data', text => {
            body += text
          })
          answer.once('error', broken).once('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              code: body.startsWith('{') ? JSON.parse(body).code : undefined,
              retryAfter: answer.headers['retry-after'],
              sentAt,
              answeredAt: performance.now(),
            }),
          )
        },
      )
      asking.once('error', broken).end()
    })

  return {
    address,
    pid,
    ask: (session: Pick<TestSession, 'token'>) => send('GET', '/api/restricted/session', session.token),
    /** Revokes `session` with the token of `by`, a session of the same user. */
    revoke: (session: TestSession, by: TestSession) =>
      send('POST', `/api/restricted/sessions/${session.id}/revoke`, by.token),
    close: () => agent.destroy(),
  }
}

/** Starts a separate Postgres, which can be frozen and stopped, and `count` servers on it. */
export async function startReplicas(count: number) {
  const dataDir = await createDataDir({ hasCluster: true })
  const url = await startPostgres(dataDir.path)
  await applyMigrations(url)
  const connections = openConnections(url)
  const ports = await Promise.all(Array.from({ length: count }, freePort))
  const replicas = ports.map(port => startReplica(port, url))

  async function close(): Promise<void> {
    for (const { kill } of replicas) await kill()
    await connections.close()
    await dataDir.remove()
  }

  await Promise.all(replicas.map(({ ready }) => ready)).catch(async error => {
    await close()
    throw error
  })

  return {
    url,
    connections,
    db: connections.db,
    replicas: replicas.map(({ replica }) => replica),
    createSessions: (count: number) => createSessions(connections, count),
    /** Pauses every process of Postgres; returns a function that resumes them. */
    freeze: async () => freezePostgres(await postgresPid(dataDir.path)),
    /** Ends Postgres at once, as a crash would. */
    async crash(): Promise<void> {
      const postmaster = await postgresPid(dataDir.path)
      process.kill(postmaster, 'SIGQUIT')
      while (existsSync(`/proc/${postmaster}`)) await new Promise(setImmediate)
    },
    restart: () => startPostgres(dataDir.path),
    close,
  }
}

/** Starts it without a lease, so that no other process restarts it. */
export async function startPostgres(dataDir: string): Promise<string> {
  const { config, connection } = await withLock(dataDir, () => findOrStart(dataDir, {}))
  await connection.end()
  return serverUrl(config)
}

function startReplica(port: number, databaseUrl: string) {
  const address = `http://127.0.0.1:${port}`
  const env = { PATH: process.env.PATH ?? '', PORT: String(port), APP_URL: address, DATABASE_URL: databaseUrl }
  const child = spawn(process.execPath, [main], {
    env: { ...env, ...replicaEnvironment, NODE_COMPILE_CACHE: compileCache },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  let printed = ''
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', text => {
        printed += text
        if (printed.includes(' is ready at ')) resolve()
      })
    child.once('exit', () => reject(new Error(`A replica ended: ${printed}`)))
  })
  const replica = replicaAt(address, child.pid ?? 0)
  return {
    replica,
    ready,
    async kill() {
      replica.close()
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await exited
    },
  }
}

/** Inserts `count` sessions of one user, as sign-ins would. */
export async function createSessions({ db }: Connections, count: number): Promise<TestSession[]> {
  const now = new Date()
  const dates = {
    createdAt: now,
    authenticatedAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + 3_600_000),
  }
  const user = await db.user.create({ data: { email: `${randomUUID()}@example.com`, createdAt: now, updatedAt: now } })
  const made = Array.from({ length: count }, () => ({ id: randomUUID(), ...mintToken(keys) }))
  await db.session.createMany({
    data: made.map(({ id, hash }) => ({
      id,
      userId: user.id,
      tokenHash: hash,
      delivery: 'bearer',
      remembered: false,
      methods: ['pwd'],
      ...dates,
    })),
  })
  return made.map(({ id, token }) => ({ id, token, userId: user.id }))
}
