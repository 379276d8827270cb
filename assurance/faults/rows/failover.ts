import { setTimeout } from 'node:timers/promises'
import { type Fault, type Scenery, timeUntilEachServes, underLoad } from '../scene.ts'

/** What an operator's tool takes to notice that the primary is gone. */
const noticedAfterMs = 500
const backWithinMs = 10_000

/** Promotes the standby after `first`, and demands that each server serves again in time. One that does not would be hidden by the others. */
async function promoted({ cluster, load, must }: Scenery, first: () => Promise<unknown>) {
  const { token } = await load.addIdlePerson()
  const began = performance.now()
  await first()
  await cluster.pair?.standby.promote()
  await timeUntilEachServes(cluster, token)
  const tookMs = Math.round(performance.now() - began)
  must(tookMs <= backWithinMs, `the last server was back only after ${tookMs} ms`)
  return { databaseUrl: cluster.pair?.standby.url ?? '', note: `the last server was back after ${tookMs} ms` }
}

export const failover: readonly Fault[] = [
  {
    id: 'fault-primary-lost',
    name: 'Primary killed, standby promoted',
    injected: 'the primary killed (`pg_ctl stop -m immediate`), its synchronous standby promoted half a second later',
    holds: 'each server is ready and takes a change within 10 s, without a restart of the API',
    run: options =>
      underLoad(options, { standby: true }, scenery =>
        promoted(scenery, async () => {
          await scenery.cluster.postgres.stop('immediate')
          await setTimeout(noticedAfterMs)
        }),
      ),
  },
  {
    id: 'fault-primary-lives-on',
    name: 'Standby promoted, the old primary lives on',
    injected: 'the synchronous standby promoted, while the old primary goes on and answers',
    holds: 'each server is ready and takes a change within 10 s; no ended session is accepted',
    run: options => underLoad(options, { standby: true }, scenery => promoted(scenery, async () => {})),
  },
]
