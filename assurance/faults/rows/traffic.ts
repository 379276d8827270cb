import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { type Answer, openClient } from '../client.ts'
import { type Fault, type Scenery, underLoad } from '../scene.ts'

const kib = 1024
/** The server cuts a request that does not arrive: `server-options.ts` gives it 10 s, and a silent connection 15. */
const cutWithinMs = 20_000

const p99WithinMs = 100
/** A process takes some memory for its first large bodies, and keeps it. */
const warmUps = 100
const flatMib = 50

const memoryKib = (pid: number) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
const liveToken = ({ load }: Scenery) =>
  load.ledger.people.flatMap(({ sessions }) => [...sessions]).find(([, { lives }]) => lives === 'yes')?.[0]

const lives = ({ load }: Scenery, token = '') =>
  load.ledger.people.some(({ sessions }) => sessions.get(token)?.lives === 'yes')

function count(answers: readonly Answer[]): Map<number, number> {
  const statuses = new Map<number, number>()
  for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1)
  return statuses
}

export const traffic: readonly Fault[] = [
  {
    id: 'fault-argon2-saturation',
    name: 'Flood of sign-ins',
    injected: '400 sign-ins at once at one server, of addresses that have no account, while people go on',
    holds: 'each gets 401, 429 or 503; 99 of 100 sessions are checked within 100 ms meanwhile; no process ends',
    run: options =>
      underLoad(options, {}, async scenery => {
        const { cluster, must } = scenery
        const [server] = cluster.servers
        const client = openClient(server?.address ?? '')
        const token = liveToken(scenery)
        const flood = Promise.all(
          Array.from({ length: 400 }, (_, at) =>
            client.call(signIn, { email: `unknown.${at}@example.com`, password: 'not the password of any user' }),
          ),
        )
        const reads: Answer[] = []
        for (let asked = 0; asked < 100; asked++) reads.push(await client.call(currentSession, {}, token))
        const statuses = count(await flood)
        client.close()
        must(
          [...statuses.keys()].every(status => [401, 429, 503].includes(status)),
          `sign-ins got ${JSON.stringify([...statuses])}`,
        )
        // Its person may have ended it meanwhile.
        const stillLives = lives(scenery, token)
        must(
          reads.every(({ status }) => status === 200 || (status === 401 && !stillLives)),
          `sessions got ${JSON.stringify([...count(reads)])}`,
        )
        const p99Ms = reads.map(({ tookMs }) => tookMs).sort((a, b) => a - b)[Math.ceil(reads.length * 0.99) - 1] ?? 0
        must(p99Ms < p99WithinMs, `one in a hundred sessions was checked in ${Math.round(p99Ms)} ms`)
        must(
          cluster.servers.every(each => each.isRunning()),
          'a server ended',
        )
        const got = [...statuses].map(([status, times]) => `${times} × ${status}`).join(', ')
        return { note: `the flood got ${got}; 99 of 100 sessions within ${Math.round(p99Ms)} ms` }
      }),
  },
  {
    id: 'fault-slowloris',
    name: 'Slow requests',
    injected: '300 connections to a server that send half a head or half a body and then nothing',
    holds: 'people are served; the connections are cut',
    run: options =>
      underLoad(options, {}, async ({ cluster, load, must }) => {
        const port = Number(new URL(cluster.servers[0]?.address ?? '').port)
        const halves = [
          'POST /api/sessions/sign_in HTTP/1.1\r\nhost: x\r\nx-a: ',
          'POST /api/sessions/sign_in HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{',
        ]
        const sockets = Array.from({ length: 300 }, (_, at) => {
          const socket = connect(port, '127.0.0.1')
          socket.on('error', () => {}).resume()
          socket.write(halves[at % 2] ?? '')
          return once(socket, 'close')
        })
        await load.untilChanges(options.isShort ? 20 : 60)
        const failures = load.measured.failures()
        must(failures === 0, `${failures} requests of people failed: ${JSON.stringify(load.measured.kinds())}`)
        const isCut = await Promise.race([Promise.all(sockets).then(() => true), setTimeout(cutWithinMs, false)])
        must(isCut, 'slow connections stay open')
      }),
  },
  {
    id: 'fault-huge-deep-body',
    name: 'Huge and deep bodies',
    injected: '200 bodies of a megabyte, and 200 of 8,000 nested arrays, after a hundred of each',
    holds: '413 and 400; memory stays flat',
    run: options =>
      underLoad(options, {}, async ({ cluster, must }) => {
        const [server] = cluster.servers
        const huge = JSON.stringify({ email: 'x'.repeat(kib * kib) })
        const deep = `${'['.repeat(8_000)}${']'.repeat(8_000)}`
        const post = (body: string) =>
          fetch(`${server?.address}${signIn.path}`, {
            method: 'POST',
            body,
            headers: {
              'content-type': 'application/json',
              'x-forwarded-proto': 'https',
              'x-forwarded-for': '127.0.0.1',
            },
          }).then(
            ({ status }) => status,
            // The server may cut a body that is too large before all of it was sent.
            () => 413,
          )
        let before = 0
        for (let sent = 0; sent < warmUps + 200; sent++) {
          if (sent === warmUps) before = memoryKib(server?.pid() ?? 0)
          const statuses = [await post(huge), await post(deep)]
          must(statuses.join() === '413,400', `a huge and a deep body got ${statuses}`)
        }
        const grown = (memoryKib(server?.pid() ?? 0) - before) / kib
        must(grown < flatMib, `memory grew by ${Math.round(grown)} MiB`)
        return { note: `memory grew by ${Math.round(grown)} MiB` }
      }),
  },
]
