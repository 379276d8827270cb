import { setTimeout } from 'node:timers/promises'
import { seeded } from '../random.ts'
import { type Fault, underLoad } from '../scene.ts'

/** A kill may hit a server that answers, or one that starts. */
const longestPauseMs = 1_500

export const kills: readonly Fault[] = [
  {
    id: 'fault-kill-9-mid-sign-in',
    name: 'kill -9 of API processes',
    injected: 'SIGKILL of one of three processes at a random moment, again and again, each started again at once',
    holds: 'no session, password, app or revocation is lost; a request that is tried again works',
    run: options =>
      underLoad(options, {}, async ({ cluster, load }) => {
        const random = seeded(options.seed)
        for (let round = 0; round < options.rounds; round++) {
          await setTimeout(random() * (options.isShort ? 300 : longestPauseMs))
          const at = Math.floor(random() * cluster.servers.length)
          const server = cluster.servers[at]
          await server?.end('SIGKILL')
          server?.spawn()
          // Otherwise no one would be served, and nothing could be lost.
          await Promise.any(cluster.servers.filter((_, other) => other !== at).map(other => other.untilReady()))
        }
        const failures = load.measured.failures()
        await Promise.all(cluster.servers.map(server => server.untilReady()))
        return { note: `${options.rounds} kills, seed ${options.seed}, ${failures} requests without an answer` }
      }),
  },
]
