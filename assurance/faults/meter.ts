import type { Client } from './client.ts'

/** Measures what the clients see: how long nothing succeeded, and how slow the slowest answer was. */
export function meter(client: Client) {
  const began = performance.now()
  let changes = 0
  let lastChangeAt = began
  let longestOutageMs = 0
  let slowestMs = 0
  let failures = 0
  const kinds = new Map<string, number>()

  const stop = client.observe(({ method }, { status, code, tookMs }) => {
    slowestMs = Math.max(slowestMs, tookMs)
    if (status === 0 || status >= 500) {
      failures += 1
      const kind = `${status} ${code ?? ''}`.trim()
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    } else if (method !== 'GET') {
      changes += 1
      longestOutageMs = Math.max(longestOutageMs, performance.now() - lastChangeAt)
      lastChangeAt = performance.now()
    }
  })
  return {
    changes: () => changes,
    failures: () => failures,
    kinds: () => Object.fromEntries(kinds),
    /** With what still waits for its answer. */
    slowestMs: () => Math.max(slowestMs, client.longestWaitMs()),
    /** Without a successful change. */
    longestOutageMs: () => Math.max(longestOutageMs, performance.now() - lastChangeAt),
    /** Begins anew, for instance once the load is warm. */
    reset() {
      lastChangeAt = performance.now()
      longestOutageMs = 0
      slowestMs = 0
      failures = 0
      kinds.clear()
    },
    stop: () => void stop(),
  }
}
