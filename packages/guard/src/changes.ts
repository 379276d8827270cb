/** More than this many changes within `rememberedMs` count as a change of everything. */
const mostRemembered = 100_000
/** For how long another API server than the one that was heard may not have heard of a change: its own lease. */
const otherServersMs = 1_000

export interface Changes {
  /** A number for now. What is asked from now on may be older than a change that is noted later. */
  begin(): number
  note(id: string): void
  noteEverything(): void
  /** Whether nothing was noted since `began` about these ids. */
  isUntouched(began: number, ...ids: string[]): boolean
  /** From when on, on the monotonic clock, every API server knows what was noted about these ids. */
  settledAt(...ids: string[]): number
}

/**
 * Remembers what was heard, for `rememberedMs` at least: longer than any answer is asked for and kept. Every answer carries the number of
 * its beginning. So one that was read before a revocation and arrives after it is worthless, in memory and under way alike.
 */
export function rememberChanges(rememberedMs: number): Changes {
  let now = 0
  let everythingAt = 0
  let everythingNotedAt = Number.NEGATIVE_INFINITY
  /** In the order of their last change. */
  const last = new Map<string, { readonly number: number; readonly at: number }>()

  function prune(): void {
    const before = performance.now() - rememberedMs
    for (const [id, { at }] of last) {
      if (at > before) return
      last.delete(id)
    }
  }

  function noteEverything(): void {
    everythingAt = ++now
    everythingNotedAt = performance.now()
    last.clear()
  }

  const isOlderThan = (began: number, id: string) => (last.get(id)?.number ?? 0) <= began

  return {
    begin: () => now,
    note(id) {
      prune()
      if (last.size >= mostRemembered) return noteEverything()
      last.delete(id)
      last.set(id, { number: ++now, at: performance.now() })
    },
    noteEverything,
    isUntouched: (began, ...ids) => everythingAt <= began && ids.every(id => isOlderThan(began, id)),
    settledAt: (...ids) =>
      Math.max(everythingNotedAt, ...ids.map(id => last.get(id)?.at ?? Number.NEGATIVE_INFINITY)) + otherServersMs,
  }
}
