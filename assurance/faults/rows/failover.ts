import { setTimeout } from 'node:timers/promises'
import { type Fault, timeUntilChange, underLoad } from '../scene.ts'

/** What an operator's tool takes to notice that the primary is gone. */
const noticedAfterMs = 500
const backWithinMs = 10_000

export const failover: readonly Fault[] = [
  {
    id: 'fault-primary-lost',
    name: 'Primary lost, standby promoted',
    injected: 'the primary killed (`pg_ctl stop -m immediate`), its synchronous standby promoted half a second later',
    holds: 'back within 10 s, without a restart of the API',
    run: options =>
      underLoad(options, { standby: true }, async ({ cluster, load, must }) => {
        await cluster.postgres.stop('immediate')
        await setTimeout(noticedAfterMs)
        await cluster.pair?.standby.promote()
        await timeUntilChange(load)
        const outageMs = load.measured.longestOutageMs()
        must(outageMs <= backWithinMs, `the service was away for ${Math.round(outageMs)} ms`)
        return { databaseUrl: cluster.pair?.standby.url ?? '' }
      }),
  },
  {
    id: 'fault-primary-lives-on',
    name: 'Standby promoted, the old primary lives on',
    injected: 'the synchronous standby promoted, while the old primary goes on and answers',
    holds: 'every server turns to the new one within 10 s; no ended session is accepted',
    run: options =>
      underLoad(options, { standby: true }, async ({ cluster, load, must }) => {
        await cluster.pair?.standby.promote()
        await timeUntilChange(load)
        const outageMs = load.measured.longestOutageMs()
        must(outageMs <= backWithinMs, `the service was away for ${Math.round(outageMs)} ms`)
        return { databaseUrl: cluster.pair?.standby.url ?? '' }
      }),
  },
]
