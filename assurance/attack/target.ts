import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { startSmtpServer } from '@latchkey/api/testing/smtp-server'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { createDataDir } from '@latchkey/database/testing-data-dir'
import { freePort } from '../../e2e/fixtures/free-port.ts'
import type { Attack } from './attack.ts'

const api = path.resolve(import.meta.dirname, '../../apps/api/src')

/** The header of a proxy that ends TLS. Without it, production refuses every call as unencrypted. */
const fromProxy = { 'x-forwarded-proto': 'https' }
const person = { email: 'owner@example.com', password: 'seven lanterns under a bridge' }

type Headers = Readonly<Record<string, string>>

/** The built app in production mode, with a signed-in person. */
export interface Target {
  readonly url: string
  readonly port: number
  readonly fromProxy: Headers
  /** The headers of an API client of that person. */
  readonly bearer: Headers
  /** What its log tells so far: requests, their statuses, and unexpected errors. */
  readonly told: { requests: number; statuses: Map<number, number>; faults: string[] }
  stop(): Promise<void>
}

/** Headers in the form that the tools expect. */
export const asHeaders = (headers: Headers): string[] =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}`)

/** Starts `main.ts`, or `server.ts` with relaxed limits, on its own embedded database and port. Only this machine can reach it. */
export async function startTarget(limits: Attack['limits']): Promise<Target> {
  const directory = await createDataDir()
  const mailServer = await startSmtpServer()
  const port = await freePort()
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(port),
    APP_URL: 'https://latchkey.example',
    APP_SECRET: 'a secret of the attacks that is long enough',
    TRUST_PROXY: 'loopback',
    SMTP_URL: mailServer.url,
    MAIL_FROM: 'no-reply@latchkey.example',
    DATA_DIR: directory.path,
    // Fast hashes: the time of an attempt is not tested here.
    ARGON2_MEMORY_KIB: '7168',
    ARGON2_PASSES: '1',
  }
  const program = limits === 'relaxed' ? path.join(import.meta.dirname, 'server.ts') : path.join(api, 'main.ts')
  const server = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(server, 'exit')
  const told: Target['told'] = { requests: 0, statuses: new Map(), faults: [] }
  const lines = createInterface({ input: server.stdout })
  const isReady = new Promise<void>(resolve => {
    lines.on('line', line => {
      if (line.includes('Latchkey is ready')) resolve()
      if (line.startsWith('{')) listen(told, JSON.parse(line))
    })
  })
  await Promise.race([isReady, exited.then(() => Promise.reject(new Error('The app did not start.')))])

  const url = `http://127.0.0.1:${port}`
  await createPerson(env)
  const answer = await fetch(url + signIn.path, {
    method: 'POST',
    headers: { ...fromProxy, 'content-type': 'application/json' },
    body: JSON.stringify(person),
  })
  const { data } = (await answer.json()) as { data: { token: string } }
  told.requests = 0
  told.statuses.clear()

  return {
    url,
    port,
    fromProxy,
    bearer: { ...fromProxy, authorization: `Bearer ${data.token}` },
    told,
    async stop() {
      server.kill('SIGTERM')
      await exited
      await mailServer.close()
      await directory.remove()
    },
  }
}

interface LogLine {
  level: number
  msg: string
  res?: { statusCode: number }
  err?: { message: string }
}

const pinoError = 50

function listen(told: Target['told'], { level, msg, res, err }: LogLine): void {
  if (res) {
    told.requests += 1
    told.statuses.set(res.statusCode, (told.statuses.get(res.statusCode) ?? 0) + 1)
  }
  if (level >= pinoError || res?.statusCode === 500) told.faults.push([msg, err?.message].filter(Boolean).join(': '))
}

async function createPerson(env: NodeJS.ProcessEnv): Promise<void> {
  const command = spawn(process.execPath, [path.join(api, 'auth/admin/cli.ts'), 'user', 'create', person.email], {
    env,
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  command.stdin.end(`${person.password}\n`)
  const [code] = await once(command, 'exit')
  if (code !== 0) throw new Error('The person could not be created.')
}
