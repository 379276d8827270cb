import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type ServerProcess, spawnServer, temporaryDataDir } from '@latchkey/api/testing/server-process'
import { until } from '@latchkey/api/testing/until'
import { listSessions, revokeOtherSessions } from '@latchkey/contracts/auth/devices'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { ready } from '@latchkey/contracts/platform/health'
import { expect } from 'vitest'
import type { Postgres } from './postgres.ts'

const cli = path.resolve(import.meta.dirname, '../../apps/api/src/auth/admin/cli.ts')
export const person = { email: 'ada@example.com', password: 'seven lanterns under a bridge' }
export const secret = 'a secret of these tests that is long enough'

/** How long no second warning may follow the first. */
const quietMs = 2_500

/** How often a server that works may be too busy for one answer. */
const mostAttempts = 20

/** Asked without a pause, a server that starts would be busy with answers. */
const betweenQuestionsMs = 100

export type Running = Awaited<ReturnType<typeof startServer>>

/** Creates the person of these tests, by the command line. */
export async function createPerson(postgres: Postgres): Promise<void> {
  const env = {
    PATH: process.env.PATH,
    APP_SECRET: secret,
    DATABASE_URL: postgres.socketUrl('owner'),
    ARGON2_MEMORY_KIB: '7168',
  }
  const command = spawn(process.execPath, [cli, 'user', 'create', person.email], {
    env: { ...env, DATA_DIR: postgres.directory },
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  command.stdin.end(`${person.password}\n`)
  expect(await once(command, 'exit')).toEqual([0, null])
}

/** Starts `main.ts` on these addresses, as people run it, and waits for nothing. */
export async function startServer(url: string, directUrl: string, more: Record<string, string> = {}) {
  const server = await spawnServer({
    DATABASE_URL: url,
    DATABASE_DIRECT_URL: directUrl,
    DATA_DIR: await temporaryDataDir(),
    APP_SECRET: secret,
    NETWORK_LIMIT_FACTOR: '100',
    ...more,
  })
  const ask = (endpoint: { method: string; path: string }, token?: string, body?: object) =>
    fetch(server.address + endpoint.path, {
      method: endpoint.method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
  const isReady = async () => {
    await setTimeout(betweenQuestionsMs)
    return (await ask(ready).catch(() => undefined))?.status
  }

  return {
    server,
    ask,
    signIn: () => ask(signIn, undefined, person),
    whoAmI: (token: string) => ask(currentSession, token),
    /** Waits until it says that it is ready, or has ended. */
    untilReady: () => until(async () => refuseEnd(server) && (await isReady()) === 200),
    untilNotReady: () => until(async () => refuseEnd(server) && (await isReady()) === 503),
    /** The warning of a start that waits. */
    async untilWarned(reason: RegExp) {
      await until(() => refuseEnd(server) && warnings(server).length > 0)
      await setTimeout(quietMs)
      expect(warnings(server)).toEqual([expect.stringMatching(reason)])
      expect(await isReady()).toBe(503)
    },
    /** Waits until the start ends by a sentence that is no stack. */
    async untilRefused(sentence: RegExp) {
      await until(() => server.child.exitCode !== null)
      expect(server.child.exitCode).toBe(1)
      expect(server.printed()).toMatch(sentence)
      expect(server.printed()).not.toMatch(/^ {4}at /m)
    },
  }
}

function refuseEnd({ child, printed }: ServerProcess): true {
  if (child.exitCode !== null) throw new Error(`The server ended: ${printed()}`)
  return true
}

const warnings = ({ printed }: ServerProcess) =>
  [...printed().matchAll(/"msg":"(the database cannot be used yet: .*?)"\}/g)].map(([, text = '']) => text)

/** The reasons that it logged, while it ran, for answers of 503. */
const reasons = ({ printed }: ServerProcess) =>
  [...printed().matchAll(/"reason":"(.*?[^\\])"/g)].map(([, text = '']) => text)

/** Signs in, and uses and revokes sessions. Returns a token that works. */
export async function exercise(running: Running): Promise<string> {
  const tokens: string[] = []
  for (let count = 0; count < 2; count++) {
    const answer = await unlessBusy(running.signIn)
    expect(answer.status, await answer.clone().text()).toBe(200)
    const { data } = (await answer.json()) as { data: { token: string } }
    tokens.push(data.token)
  }
  const [first = '', second = ''] = tokens
  expect((await unlessBusy(() => running.ask(listSessions, first))).status).toBe(200)
  expect((await unlessBusy(() => running.ask(revokeOtherSessions, second))).status).toBe(200)
  expect((await unlessBusy(() => running.whoAmI(first))).status).toBe(401)
  expect((await unlessBusy(() => running.whoAmI(second))).status).toBe(200)
  return second
}

/** On a busy machine a server that works answers 503 now and then: its limits are those of production. Clients ask again, too. */
async function unlessBusy(ask: () => Promise<Response>): Promise<Response> {
  for (let left = mostAttempts; ; left--) {
    const answer = await ask()
    if (answer.status !== 503 || left === 0) return answer
    await setTimeout(1_000)
  }
}

/** What needs the database answers that it is away: signing in, and all the rest unless the fault is partial. No one is signed out. */
export async function expectOutage(running: Running, token: string, reason: RegExp, isPartial = false): Promise<void> {
  await running.untilNotReady()
  const answers = [await running.signIn(), ...(isPartial ? [] : [await running.ask(revokeOtherSessions, token)])]
  for (const answer of answers)
    expect([answer.status, answer.headers.has('retry-after')], await answer.text()).toEqual([503, true])
  // Until the memory is no longer trusted, it may still answer from it.
  expect([200, 503]).toContain((await running.whoAmI(token)).status)
  expect(reasons(running.server)).toContainEqual(expect.stringMatching(reason))
}

/** Everything works again without a restart, for the session from before too. */
export async function expectWorks(running: Running, token: string): Promise<void> {
  await running.untilReady()
  expect((await unlessBusy(() => running.whoAmI(token))).status).toBe(200)
  expect((await unlessBusy(running.signIn)).status).toBe(200)
}
