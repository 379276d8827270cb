import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { statusOf } from './load/call.ts'
import { describeMoment } from './machine.ts'
import { addPeople, emailOf, secret } from './people.ts'
import { startPostgres, withClient } from './postgres.ts'
import { print, say, table } from './report.ts'
import { median } from './rounds.ts'

/** Measures whether the time of an answer tells who has an account, and ends with 1 where it may. */

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '500' } },
})
const rounds = Number(flags.rounds)
const warmUpRounds = 30
const people = 500
/** How far medians may lie apart. */
const tolerance = 0.05
const password = 'not the password of anybody'

const endpoints = {
  sign_in: { path: '/api/sessions/sign_in', status: 401, body: (email: string) => ({ email, password }) },
  sign_up: { path: '/api/users/sign_up', status: 202, body: (email: string) => ({ email, password }) },
  forgot: { path: '/api/passwords/forgot', status: 202, body: (email: string) => ({ email }) },
  resend: { path: '/api/users/resend', status: 202, body: (email: string) => ({ email }) },
}
type Asked = (typeof endpoints)[keyof typeof endpoints]

async function main(): Promise<void> {
  const postgres = await startPostgres()
  const url = await postgres.createLatchkeyDatabase('timing')
  await withClient(url, client => addPeople(client, people))
  const server = await startServer(url)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () =>
      server
        .stop()
        .then(postgres.stop)
        .finally(() => process.exit(1)),
    )
  try {
    const rows = []
    const objections: string[] = []
    for (const [name, asked] of Object.entries(endpoints)) {
      if (positionals.length > 0 && !positionals.includes(name)) continue
      say(`${name} …`)
      const { known, unknown, other } = await measure(server.port, asked)
      const control = median(other) / median(unknown)
      const ratio = median(known) / median(unknown)
      if (isApart(control)) objections.push(`${name}: too noisy here to say, since nobody differs from nobody`)
      else if (isApart(ratio)) objections.push(`${name}: its time tells who has an account`)
      rows.push([name, ms(unknown), ms(known), percent(ratio), percent(control)])
    }
    print(table(['', 'unknown, ms', 'known, ms', 'known to unknown', 'unknown to unknown'], rows))
    print(`\nMedians of ${rounds} interleaved rounds. ${describeMoment()}`)
    for (const objection of objections) say(objection)
    if (objections.length > 0) process.exitCode = 1
  } finally {
    await server.stop()
    await postgres.stop()
  }
}

/**
 * Asks for somebody, nobody and another nobody in each round, in an order that chance decides, one request at a time; in
 * milliseconds. The two nobodies say how far apart medians lie that have no reason to.
 */
async function measure(port: number, { path, status, body }: Asked) {
  const times = { known: [] as number[], unknown: [] as number[], other: [] as number[] }
  let strangers = 0
  // Of the same length and shape as those that there are.
  const stranger = () => emailOf(++strangers).replace('person', 'nobody')
  for (let round = -warmUpRounds; round < rounds; round++) {
    const turn = [
      ['known', emailOf(1 + ((round + warmUpRounds) % people))],
      ['unknown', stranger()],
      ['other', stranger()],
    ] as const
    for (const [who, email] of shuffled(turn)) {
      const call = {
        port,
        method: 'POST',
        path,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body(email)),
      }
      const began = performance.now()
      const answered = await statusOf(call)
      const took = performance.now() - began
      assert.equal(answered, status)
      if (round >= 0) times[who].push(took)
    }
  }
  return times
}

/** The server itself, as an operator starts it, with argon2 as the settings have it; mails are kept, not sent. */
async function startServer(databaseUrl: string) {
  const port = await freePort()
  const main = path.resolve(import.meta.dirname, '../../../apps/api/src/main.ts')
  const env = {
    PATH: process.env.PATH ?? '',
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    APP_SECRET: secret,
    NETWORK_LIMIT_FACTOR: '1000',
  }
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', text => (printed += text))
  while (!printed.includes('is ready')) {
    const ended = await Promise.race([once(child.stdout, 'data').then(() => false), exited.then(() => true)])
    if (ended) throw new Error(`the server ended: ${printed}`)
  }
  return {
    port,
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

function shuffled<Each>(list: readonly Each[]): Each[] {
  return list
    .map(each => ({ each, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ each }) => each)
}

const isApart = (ratio: number) => Math.abs(ratio - 1) > tolerance
const ms = (times: readonly number[]) => median(times).toFixed(2)
const percent = (ratio: number) => `${ratio >= 1 ? '+' : '−'}${(Math.abs(ratio - 1) * 100).toFixed(1)} %`

await main()
