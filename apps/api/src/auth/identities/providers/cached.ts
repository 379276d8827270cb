import type { Clock } from '../../../platform/clock.ts'

interface Times {
  /** How long a value is kept, in milliseconds. */
  readonly forMs: number
  /** How long after the last load the next may follow, even if it failed, or the value has turned out to be old. */
  readonly atMostEveryMs: number
}

export interface Cached<Value> {
  /** The value, loaded if there is none or it is old. All who wait for it share one load. */
  get(): Promise<Value>
  /** A newer value, unless it was loaded just now. */
  refresh(): Promise<Value>
}

/** Keeps one value. A failure is kept too, for a moment: so a provider that is down costs one request in that time. */
export function cached<Value>(
  load: () => Promise<Value>,
  clock: Pick<Clock, 'now'>,
  { forMs, atMostEveryMs }: Times,
): Cached<Value> {
  let kept: { readonly value: Promise<Value>; readonly at: number; hasFailed: boolean } | undefined
  let begunAt = Number.NEGATIVE_INFINITY

  const isOlder = (at: number, ms: number) => Math.abs(clock.now().getTime() - at) >= ms

  function begin(): Promise<Value> {
    const former = kept
    begunAt = clock.now().getTime()
    const begun = { value: load(), at: begunAt, hasFailed: false }
    begun.value.catch(() => {
      begun.hasFailed = true
      // Strangers can cause a load, by a key that they made up. A failure of it must not take away a value that still counts.
      if (kept === begun && former && !former.hasFailed && !isOlder(former.at, forMs)) kept = former
    })
    kept = begun
    return begun.value
  }

  return {
    get: () => (kept && !isOlder(kept.at, kept.hasFailed ? atMostEveryMs : forMs) ? kept.value : begin()),
    refresh: () => (kept && !isOlder(begunAt, atMostEveryMs) ? kept.value : begin()),
  }
}
