import { changePassword } from '@latchkey/contracts/auth/account'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { signUp, verify } from '@latchkey/contracts/auth/sign-up'
import type { Client, Endpoint } from './client.ts'

/** They wait for their turn in the hashing queue, which the processor decides. */
const hashing: readonly string[] = [signIn, signUp, verify, changePassword].map(({ path }) => path)

/** Measures what the clients see: how long nothing succeeded, and how slow the slowest answer was. */
export function meter(client: Client) {
  let began = performance.now()
  let changes = 0
  let lastChangeAt = began
  let longestOutageMs = 0
  let slowestMs = 0
  let failures = 0
  const kinds = new Map<string, number>()

  /** Requests from before do not count, nor those that hash. */
  const isMeasured = ({ path }: Endpoint, sentAt: number) => sentAt >= began && !hashing.includes(path)

  const stop = client.observe((endpoint, { status, code, sentAt, tookMs }) => {
    if (isMeasured(endpoint, sentAt)) slowestMs = Math.max(slowestMs, tookMs)
    if (status === 0 || status >= 500) {
      failures += 1
      const kind = `${endpoint.path} ${status} ${code ?? ''}`.trim()
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    } else if (endpoint.method !== 'GET' && status >= 200 && status < 300) {
      changes += 1
      longestOutageMs = Math.max(longestOutageMs, performance.now() - lastChangeAt)
      lastChangeAt = performance.now()
    }
  })
  return {
    changes: () => changes,
    failures: () => failures,
    kinds: () => Object.fromEntries(kinds),
    /** Of what needs no hashing, with what still waits for its answer. */
    slowestMs() {
      const waits = [...client.pending].filter(({ endpoint, sentAt }) => isMeasured(endpoint, sentAt))
      return Math.max(slowestMs, ...waits.map(({ sentAt }) => performance.now() - sentAt))
    },
    /** Without a successful change. */
    longestOutageMs: () => Math.max(longestOutageMs, performance.now() - lastChangeAt),
    /** Begins anew, for instance once the load is warm. */
    reset() {
      began = performance.now()
      lastChangeAt = began
      longestOutageMs = 0
      slowestMs = 0
      failures = 0
      kinds.clear()
    },
    stop: () => void stop(),
  }
}
