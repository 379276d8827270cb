import { hash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { LRUCache } from 'lru-cache'
import pLimit from 'p-limit'
import { rememberChanges } from './changes.ts'
import { hear } from './hearing.ts'
import { pagesAt, presentedBy } from './presented.ts'
import { askApi } from './question.ts'
import { type Accepted, type Presented, type Refused, unavailable, type Verdict } from './verdict.ts'

export interface GuardOptions {
  /** The address of the API, as this service reaches it: https://app.example.com. */
  readonly api: string
  /** One of GUARD_SECRETS of the API. */
  readonly secret: string
  /** The origin of the pages that may use the cookie. By default that of `api`. */
  readonly pages?: string
  /** How long a beat of the API is trusted, in milliseconds. A revocation is never unknown for longer than this and two seconds. */
  readonly leaseMs?: number
  /** How many sessions are kept at most. Each takes a kilobyte. */
  readonly mostKept?: number
  /** How many questions are asked at once. */
  readonly mostQuestions?: number
  /** How many more wait. Beyond, an unknown token gets 503. */
  readonly mostWaiting?: number
  /** How long a check takes at most, in milliseconds, with its wait for other questions and its further tries. Then it is 503. */
  readonly timeoutMs?: number
  /** Is told why the stream broke or a question failed, for the log. It gets no token. What it throws is ignored. */
  readonly failed?: (error: unknown) => void
}

export interface Guard {
  /** Says whether a request may pass, and whose session it has. `method` is that of the request. Never throws. */
  check(headers: IncomingHttpHeaders, method: string): Promise<Verdict>
  /** Resolves when the guard hears the API. Until then every request gets 503. */
  readonly ready: Promise<void>
  close(): Promise<void>
}

/** A kept answer. */
interface Kept {
  readonly verdict: Accepted | Refused
  /** The number of the changes before it was asked. */
  readonly began: number
  /** On the monotonic clock. */
  readonly until: number
  /** On the clock of the API. */
  readonly expiresAt: number
}

/** A refused token rarely becomes valid; a guard may not know that its person was enabled again. */
const refusalKeptMs = 5_000
/** Refusals have a memory of their own: anybody can cause them, and they must not push out sessions. */
const mostRefusals = 10_000
/** If sessions change faster than the API answers about them, no answer is certain. */
const mostTries = 3
/** An answer is kept no longer than this, even if the API allows it. */
const longestKeptMs = 60_000
const longestTimeoutMs = 60_000
/** Longer than any answer is asked for and kept. */
const rememberedMs = longestKeptMs + longestTimeoutMs + 60_000

/**
 * Lets a service accept the sessions of the API: it asks once about a token, and keeps the answer while it hears of changes. Without news it
 * refuses everything by 503. See docs/second-service.md and ADR 052.
 * @throws {TypeError} if `api` or `pages` is no URL, or `secret` is empty
 * @throws {RangeError} if `timeoutMs` is longer than a minute
 */
export function createGuard(options: GuardOptions): Guard {
  const { secret, leaseMs = 2_000, mostKept = 50_000, mostQuestions = 32, mostWaiting = 1_000 } = options
  const { timeoutMs = 2_000 } = options
  if (secret.trim() === '') throw new TypeError('`secret` is empty. Write one of GUARD_SECRETS of the API.')
  // Otherwise a revocation could be forgotten before an answer that is older than it.
  if (timeoutMs > longestTimeoutMs)
    throw new RangeError(`\`timeoutMs\` is ${timeoutMs}. Write at most ${longestTimeoutMs}.`)
  const failed = (error: unknown) => {
    try {
      options.failed?.(error)
    } catch {
      // A log that fails must neither refuse a request nor end the stream.
    }
  }
  const api = new URL(options.api).origin
  const pages = pagesAt(options.pages ?? api)
  const changes = rememberChanges(rememberedMs)
  const hearing = hear({ api, secret, leaseMs, failed, note: changes.note, noteEverything: changes.noteEverything })
  const accepted = new LRUCache<string, Kept>({ max: mostKept })
  const refusals = new LRUCache<string, Kept>({ max: mostRefusals })
  const asking = new Map<string, Promise<Verdict>>()
  const limit = pLimit(mostQuestions)

  const isUntouched = (began: number, verdict: Accepted | Refused) =>
    verdict.ok ? changes.isUntouched(began, verdict.session.id, verdict.user.id) : changes.isUntouched(began)

  function recall(key: string): Verdict | undefined {
    const entry = accepted.get(key) ?? refusals.get(key)
    if (entry === undefined || !isUntouched(entry.began, entry.verdict)) return undefined
    return performance.now() < entry.until && hearing.apiTime() < entry.expiresAt ? entry.verdict : undefined
  }

  function keep(key: string, verdict: Accepted | Refused, began: number, asked: number): void {
    // A 403 is kept by no id, and ends with the next change of the person.
    if (!hearing.isOpen() || (!verdict.ok && verdict.status !== 401)) return
    // Another API server than the one that was heard may have answered, and from memory. Once it must know, it is asked again.
    const settledAt = verdict.ok ? changes.settledAt(verdict.session.id, verdict.user.id) : 0
    const keptMs = Math.min(verdict.ok ? longestKeptMs : refusalKeptMs, hearing.keepMs())
    const until = asked < settledAt ? settledAt : asked + keptMs
    const expiresAt = verdict.ok ? Date.parse(verdict.session.expiresAt) : Number.POSITIVE_INFINITY
    const [memory, other] = verdict.ok ? [accepted, refusals] : [refusals, accepted]
    memory.set(key, { verdict, began, until, expiresAt })
    other.delete(key)
  }

  async function resolve(key: string, presented: Presented, signal: AbortSignal): Promise<Verdict> {
    // At its deadline while it waited for its turn: the check has its 503 already.
    for (let tries = 0; tries < mostTries && !signal.aborted; tries++) {
      const [began, asked] = [changes.begin(), performance.now()]
      const verdict = await askApi(presented, { api, cookieName: pages.cookieName, signal })
      // A change that was heard meanwhile may contradict the answer, so it counts for no one.
      if (!isUntouched(began, verdict)) continue
      keep(key, verdict, began, asked)
      return verdict
    }
    return unavailable
  }

  function ask(key: string, presented: Presented): Promise<Verdict> {
    if (limit.pendingCount >= mostWaiting) return Promise.resolve(unavailable)
    const signal = AbortSignal.timeout(timeoutMs)
    const deadline = new Promise<Verdict>(end => signal.addEventListener('abort', () => end(unavailable)))
    const answer = limit(resolve, key, presented, signal).catch(error => {
      failed(error)
      return unavailable
    })
    const answered = Promise.race([answer, deadline]).finally(() => asking.delete(key))
    asking.set(key, answered)
    return answered
  }

  return {
    async check(headers, method) {
      const presented = presentedBy(headers, method, pages)
      if ('ok' in presented) return presented
      if (!hearing.holds()) return unavailable
      const key = keyOf(presented)
      return recall(key) ?? asking.get(key) ?? ask(key, presented)
    },
    ready: hearing.ready,
    close: hearing.close,
  }
}

// A hash, so that a memory dump signs no one in.
const keyOf = ({ token, delivery }: Presented) => hash('sha256', `${delivery} ${token}`, 'binary')
