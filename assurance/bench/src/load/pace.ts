import { setTimeout } from 'node:timers/promises'
import { offer } from '../offer.ts'
import { type Call, statusOf } from './call.ts'

/** Calls in turn: at an even pace, or one after the other if no pace is given. */
export interface Pace {
  readonly calls: readonly Call[]
  readonly seconds: number
  /** Calls per second, even if earlier ones are not answered yet. */
  readonly perSecond?: number
}

export interface Paced {
  /** Milliseconds from when a call was due to its answer, so waiting behind another call counts too. */
  readonly latencies: number[]
  readonly statuses: Record<number, number>
}

const tickMs = 2

async function pace({ calls, seconds, perSecond }: Pace): Promise<Paced> {
  const latencies: number[] = []
  const statuses: Record<number, number> = {}
  const under = new Set<Promise<void>>()
  const began = performance.now()
  const until = began + seconds * 1000
  let made = 0

  async function call(due: number): Promise<void> {
    const chosen = calls[made++ % calls.length]
    if (!chosen) return
    const status = await statusOf(chosen)
    latencies.push(performance.now() - due)
    statuses[status] = (statuses[status] ?? 0) + 1
  }

  if (perSecond === undefined) {
    while (performance.now() < until) await call(performance.now())
    return { latencies, statuses }
  }
  while (performance.now() < until) {
    for (
      let due = began + (made * 1000) / perSecond;
      due <= performance.now();
      due = began + (made * 1000) / perSecond
    ) {
      const answered = call(due).finally(() => under.delete(answered))
      under.add(answered)
    }
    await setTimeout(tickMs)
  }
  await Promise.all(under)
  return { latencies, statuses }
}

offer({ pace })
