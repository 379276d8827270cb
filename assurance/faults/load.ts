import { setTimeout } from 'node:timers/promises'
import type { Cluster } from './cluster.ts'
import { isEnough, type Wanted } from './enough.ts'
import { countFacts, openLedger } from './ledger.ts'
import { meter } from './meter.ts'
import {
  addApp,
  ask,
  askEnded,
  changeIt,
  enter,
  join,
  leave,
  mistype,
  rename,
  revoke,
  revokeOthers,
  type Scene,
  Uncertain,
} from './person.ts'

/** After a failure a client waits a moment, as browsers and SDKs do. */
const pauseMs = 100
const longestMailMs = 30_000
/** How long people may take until each kind of fact was acknowledged. */
const longestLifeMs = 180_000

export type Load = ReturnType<typeof startLoad>

/**
 * People who sign up, sign in, change their password, add an app, revoke and sign out, one after the other in each of `lanes` lanes. What they
 * were told goes into the ledger.
 */
export function startLoad({ client, mail }: Pick<Cluster, 'client' | 'mail'>, lanes = 8) {
  const ledger = openLedger()
  const stopping = new AbortController()
  const measured = meter(client)
  const scene: Scene = {
    client,
    ledger,
    async linkFor(email) {
      const late = setTimeout(longestMailMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      const received = await Promise.race([mail.take(email), late])
      const link = received?.links[0]
      if (link === undefined) throw new Uncertain()
      return link
    },
  }

  async function lane(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await live(scene)
      } catch (error) {
        if (!(error instanceof Uncertain)) throw error
        await setTimeout(pauseMs)
      }
    }
  }

  const running = Array.from({ length: lanes }, lane)
  return {
    ledger,
    measured,
    /** Resolves once this many further changes were acknowledged. */
    async untilChanges(count: number): Promise<void> {
      const target = measured.changes() + count
      while (measured.changes() < target) await setTimeout(10)
    },
    /** Resolves once the ledger holds enough of each kind to check, or after three minutes. */
    async untilEnough(wanted: Wanted): Promise<void> {
      const last = performance.now() + longestLifeMs
      while (!isEnough(countFacts(ledger), wanted) && performance.now() < last) await setTimeout(pauseMs)
    },
    /** Someone beside the lanes, who does nothing by themselves, with the token of a session that stays. */
    async addIdlePerson(): Promise<{ email: string; password: string; token: string }> {
      const person = await join(scene)
      const { token } = await enter(scene, person)
      return { email: person.email, password: person.password, token }
    },
    /** Lets every lane finish its request, and ends. */
    async stop(): Promise<void> {
      stopping.abort()
      await Promise.all(running)
      measured.stop()
    },
  }
}

/** What one person does. Each step leaves something that must stay, or must never work again. */
async function live(scene: Scene): Promise<void> {
  const person = await join(scene)
  const first = await enter(scene, person)
  await mistype(scene, person)
  const second = await enter(scene, person)
  await ask(scene, first.token)
  await rename(scene, first.token)
  const changed = await changeIt(scene, person, first.token)
  await ask(scene, changed)
  const third = await enter(scene, person)
  await ask(scene, third.token)
  await revoke(scene, person, changed, third)
  await enter(scene, person)
  await revokeOthers(scene, person, changed)
  const withApp = await addApp(scene, person, changed)
  const fourth = await enter(scene, person)
  await ask(scene, withApp)
  await leave(scene, person, fourth.token)
  await enter(scene, person)
  await askEnded(scene, person)
  void second
}
