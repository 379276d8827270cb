import { setTimeout } from 'node:timers/promises'
import { listSessions } from '@latchkey/contracts/auth/devices'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { signUp } from '@latchkey/contracts/auth/sign-up'
import { type Fault, type Scenery, timeUntil, timeUntilChange, underLoad } from '../scene.ts'

const answeredWithinMs = 2_000
const backWithinMs = 5_000
const awayMs = 8_000
const betweenQuestionsMs = 100

const password = 'a password of no one here'

/**
 * Asks again and again, from memory and from the database, until this time has passed, and tries to sign in and up. No one may be signed
 * out meanwhile. What begins to hash in an outage is answered in time too: it needs the database before.
 */
async function askFor(ms: number, { cluster, load, must }: Scenery): Promise<void> {
  const living = load.ledger.people.flatMap(({ sessions }) => [...sessions].filter(([, { lives }]) => lives === 'yes'))
  const [token] = living.map(([token]) => token)
  for (const until = performance.now() + ms; performance.now() < until; await setTimeout(betweenQuestionsMs)) {
    for (const endpoint of [currentSession, listSessions])
      void cluster.client.call(endpoint, {}, token).then(({ status }) => {
        // A later step of the load may have ended this session.
        if (status === 401)
          must(
            load.ledger.people.every(({ sessions }) => sessions.get(token ?? '')?.lives !== 'yes'),
            'signed out',
          )
      })
    for (const endpoint of [signIn, signUp]) {
      const email = `${crypto.randomUUID()}@example.com`
      void cluster.client.call(endpoint, { email, password }).then(({ tookMs }) => {
        must(tookMs <= answeredWithinMs, `${endpoint.path} took ${Math.round(tookMs)} ms`)
      })
    }
  }
}

export const outages: readonly Fault[] = [
  {
    id: 'fault-db-down-at-boot',
    name: 'Database down at the start',
    injected: 'three servers started while Postgres was stopped',
    holds: 'alive and not ready, no end of a process, ready by themselves once Postgres is there',
    run: options =>
      underLoad(options, { isStarted: false }, async ({ cluster, must }) => {
        // The load waits for the first server, which the fault holds back.
        await cluster.postgres.stop()
        for (const server of cluster.servers) server.spawn()
        await timeUntil(async () =>
          (await Promise.all(cluster.servers.map(server => server.health('live')))).every(is(200)),
        )
        const ready = await Promise.all(cluster.servers.map(server => server.health('ready')))
        must(ready.every(is(503)), `ready said ${ready} while the database was down`)
        must(
          cluster.servers.every(server => server.isRunning()),
          'a server ended',
        )
        await cluster.postgres.start()
        const ms = await timeUntil(async () =>
          (await Promise.all(cluster.servers.map(each => each.health('ready')))).every(is(200)),
        )
        must(ms <= backWithinMs, `the servers were ready only ${Math.round(ms)} ms after the database`)
      }),
  },
  {
    id: 'fault-db-down-mid-request',
    name: 'Database killed during requests',
    injected: '`pg_ctl stop -m immediate` under load, started again after 8 s',
    holds: 'requests answered within 2 s, also to sign in and up, back within 5 s, no half account',
    run: options =>
      underLoad(options, {}, async scenery => {
        const { cluster, load, must } = scenery
        await cluster.postgres.stop('immediate')
        await askFor(options.isShort ? 1_000 : awayMs, scenery)
        const slowest = load.measured.slowestMs()
        await cluster.postgres.start()
        const ms = await timeUntilChange(load)
        must(slowest <= answeredWithinMs, `the slowest answer took ${Math.round(slowest)} ms`)
        must(ms <= backWithinMs, `the first changes came ${Math.round(ms)} ms after the database`)
      }),
  },
  {
    id: 'fault-db-restart',
    name: 'Database restarted',
    injected: 'Postgres restarted three times under load (`pg_ctl stop -m fast`, start)',
    holds: 'back within 5 s each time',
    run: options =>
      underLoad(options, {}, async ({ cluster, load, must }) => {
        for (let round = 0; round < (options.isShort ? 1 : 3); round++) {
          await cluster.postgres.stop('fast')
          await cluster.postgres.start()
          const ms = await timeUntilChange(load)
          must(ms <= backWithinMs, `the first changes came ${Math.round(ms)} ms after restart ${round + 1}`)
        }
      }),
  },
  {
    id: 'fault-slow-frozen-db',
    name: 'Database frozen',
    injected: 'SIGSTOP of every process of Postgres for 8 s under load',
    holds: 'every request answered within 2 s, also to sign in and up; back within 5 s',
    run: options =>
      underLoad(options, {}, async scenery => {
        const { cluster, load, must } = scenery
        const resume = await cluster.postgres.freeze()
        await askFor(options.isShort ? 3_000 : awayMs, scenery)
        const slowest = load.measured.slowestMs()
        resume()
        const ms = await timeUntilChange(load)
        must(slowest <= answeredWithinMs, `the slowest answer took ${Math.round(slowest)} ms`)
        must(ms <= backWithinMs, `the first changes came ${Math.round(ms)} ms after the thaw`)
        return { note: `slowest answer ${Math.round(slowest)} ms` }
      }),
  },
]

const is = (wanted: number) => (status: number) => status === wanted
