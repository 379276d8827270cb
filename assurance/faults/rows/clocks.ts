import { setTimeout } from 'node:timers/promises'
import { listSessions } from '@latchkey/contracts/auth/devices'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { connectForTest } from '@latchkey/database/testing'
import { type Client, openClient } from '../client.ts'
import { startDebianPostgres } from '../debian-postgres.ts'
import { fakeClock } from '../fake-clock.ts'
import { type Fault, type Outcome, type Scenery, timeUntil, timeUntilChange, underLoad } from '../scene.ts'

/** Of the servers' own clock, one after the other: beyond the waits of limits, beyond the life of sessions, back, and right again. */
const jumps = ['+90m', '+40d', '-2d', '+0']
/** Of the database's clock. Less than half a minute, as codes of authenticator apps last. */
const step = '+20s'
const leaps = ['+30h', '+40d', '-2d']
const noticedWithinMs = 5_000
const backWithinMs = 5_000
/** The tenth failure begins a wait of a minute (`sign-in to an address`). */
const failuresBeforeWait = 10
const waitMs = 60_000

type Options = Parameters<Fault['run']>[0]

export const clocks: readonly Fault[] = [
  {
    id: 'fault-clock-jump',
    name: 'Jump of the servers’ clock',
    injected: `the clock of all three servers set by libfaketime under load: ${jumps.join(', ')}`,
    holds:
      'no one is signed out, an ended session stays ended, a wait after failures goes on and ends, no request fails',
    run: jumpServers,
  },
  {
    id: 'fault-database-clock-leap',
    name: 'Leap of the database’s clock',
    injected: `the clock of Postgres set by libfaketime under load: a step of ${step}, then leaps of ${leaps.join(', ')}, each back again`,
    holds:
      'a step changes nothing; a leap is 503 on each server within 5 s, signs no one out and deletes no session; back within 5 s',
    run: leapDatabase,
  },
]

async function jumpServers(options: Options): Promise<Outcome> {
  const clock = await fakeClock('libfaketimeMT.so.1')
  try {
    return await underLoad(options, { settings: clock.environment }, async ({ cluster, load, must }) => {
      const { token } = await load.addIdlePerson()
      const { email, password, closedAt } = await closeAddress(cluster.client, load)
      for (const jump of options.isShort ? jumps.slice(0, 2) : jumps) {
        await clock.set(jump)
        const { status } = await cluster.client.call(currentSession, {}, token)
        must(status === 200, `a session got ${status} after a jump of ${jump}`)
        const { status: waiting } = await cluster.client.call(signIn, { email, password })
        // A server that is busy says 503.
        if (performance.now() - closedAt < waitMs)
          must([429, 503].includes(waiting), `a wait after failures ended by a jump of ${jump}: ${waiting}`)
        await load.untilChanges(options.isShort ? 20 : 60)
      }
      await clock.set('+0')
      await setTimeout(Math.max(0, waitMs - (performance.now() - closedAt)))
      const { status: waited } = await cluster.client.call(signIn, { email, password })
      must([200, 503].includes(waited), `the right password got ${waited} after the wait`)
      const failures = load.measured.failures()
      must(failures === 0, `${failures} requests failed: ${JSON.stringify(load.measured.kinds())}`)
      return undefined
    })
  } finally {
    await clock.remove()
  }
}

/** Someone who mistyped so often that they have to wait. */
async function closeAddress(client: Client, load: Scenery['load']) {
  const { email, password } = await load.addIdlePerson()
  const wrong = () => client.call(signIn, { email, password: 'not the password of any person' })
  for (let failure = 0; failure < failuresBeforeWait; failure++) await wrong()
  return { email, password, closedAt: performance.now() }
}

async function leapDatabase(options: Options): Promise<Outcome> {
  const clock = await fakeClock('libfaketime.so.1')
  const on = () => startDebianPostgres({ environment: clock.environment })
  try {
    return await underLoad(options, { on }, async ({ cluster, load, must }) => {
      const { token } = await load.addIdlePerson()
      const clients = cluster.servers.map(({ address }) => openClient(address))
      const ask = (endpoint: typeof currentSession | typeof listSessions) =>
        Promise.all(clients.map(async client => (await client.call(endpoint, {}, token)).status))
      await clock.set(step)
      await load.untilChanges(options.isShort ? 20 : 60)
      must(load.measured.failures() === 0, `a step of ${step} failed: ${JSON.stringify(load.measured.kinds())}`)
      for (const leap of options.isShort ? leaps.slice(0, 1) : leaps) {
        const before = await countSessions(cluster.postgres.url)
        await clock.set(leap)
        const seen = new Set<number>()
        const ms = await timeUntil(async () => {
          const statuses = [...(await ask(currentSession)), ...(await ask(listSessions))]
          for (const status of statuses) seen.add(status)
          return statuses.every(status => status === 503)
        })
        must(ms <= noticedWithinMs, `a leap of ${leap} was noticed only after ${Math.round(ms)} ms`)
        must(
          [...seen].every(status => [200, 503].includes(status)),
          `during a leap of ${leap} a session got ${[...seen]}`,
        )
        must((await countSessions(cluster.postgres.url)) >= before, `a leap of ${leap} deleted sessions`)
        await clock.set(step)
        const backMs = await timeUntilChange(load)
        must(backMs <= backWithinMs, `the first changes came ${Math.round(backMs)} ms after a leap of ${leap}`)
        // One that has not noticed yet may still say 503.
        must(!(await ask(currentSession)).includes(401), `a leap of ${leap} signed a person out`)
      }
      await clock.set('+0')
      for (const client of clients) client.close()
      return undefined
    })
  } finally {
    await clock.remove()
  }
}

async function countSessions(url: string): Promise<number> {
  const database = await connectForTest(url)
  const { rows } = await database
    .query<{ count: number }>('select count(*)::int as count from sessions')
    .finally(() => database.end())
  return rows[0]?.count ?? 0
}
