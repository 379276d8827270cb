import { setTimeout } from 'node:timers/promises'
import type { Transaction } from '@latchkey/database/client'
import { isOutage, outageOf } from '@latchkey/database/errors'
import type { Deps } from '../../deps.ts'
import type { RequestContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { keyOf, keyOfShare, siteKeyOf } from './keys.ts'
import { rateLimited } from './refusal.ts'
import type { Rule } from './rule.ts'
import { type RuleName, rules, siteFactor } from './rules.ts'
import * as store from './store.ts'

/** The counters of an attempt, each with the value that it counts: `{ 'sign-in to an address': email, 'sign-in from a network': ip }`. */
export type Counters = { readonly [Name in RuleName]?: string }

/** A counted attempt. It stays counted unless it succeeds, or its request fails for a reason that `isUndone` accepts. */
export interface Attempt {
  /** Whether a failure now reaches the allowed number of failures in a row. */
  readonly isOneTooMany: boolean
  /** Gives the attempt back, and resets the failures in a row before it. */
  succeeded(): Promise<void>
  /** It was judged and is wrong: it stays counted, even if the request fails afterwards for another reason. */
  failed(): void
}

type Counted = store.Counted & { readonly rule: Rule }

/**
 * Counts an attempt and commits the count before the attempt starts, so that parallel attempts gain nothing (CVE-2024-4629).
 * @throws {ApiError} rate_limited, with the time to wait
 */
export async function countAttempt(deps: Deps, context: RequestContext, counters: Counters): Promise<Attempt> {
  const counted = await count(deps, counters)
  for (const { count, rule } of counted)
    if (rule.alarm && count === rule.free) deps.log.error({ event: rule.alarm.event }, rule.alarm.says)
  let isSettled = false
  const settle = async (undone: readonly Counted[], isRight: boolean) => {
    if (!isSettled && undone.length > 0) await giveBack(deps, undone, isRight)
    isSettled = true
  }
  context.undoOnFailure.push(error =>
    settle(
      counted.filter(({ rule }) => isUndone(rule, error)),
      false,
    ),
  )
  return {
    isOneTooMany: counted.some(({ count, rule }) => isWithoutWaits(rule) && count >= rule.free),
    succeeded: () => settle(counted, true),
    failed() {
      isSettled = true
    },
  }
}

/** Like `countAttempt`, but returns false instead of throwing rate_limited, for callers who must not learn of it. */
export const isAllowed = (deps: Deps, context: RequestContext, counters: Counters): Promise<boolean> =>
  isWithin(countAttempt(deps, context, counters))

const isWithin = (counting: Promise<unknown>): Promise<boolean> =>
  counting.then(
    () => true,
    error => {
      if (isRateLimited(error)) return false
      throw error
    },
  )

/**
 * Whether a failed request gives the attempt back. A guess at a secret: only if it could not be checked, or was right but the action
 * has to wait. A rationed action, such as a mail: always, since it was not done. Exception: an invalid request still counts for its
 * network, since checking it costs work.
 */
function isUndone(rule: Rule, error: unknown): boolean {
  if (rule.isGuess) return isUnavailable(error) || isRateLimited(error)
  return rule.of !== 'network' || !(error instanceof ApiError && error.code === 'invalid_request')
}

const isRateLimited = (error: unknown) => error instanceof ApiError && error.code === 'rate_limited'
const isUnavailable = (error: unknown) => (error instanceof ApiError && error.code === 'unavailable') || isOutage(error)

async function count(deps: Deps, counters: Counters): Promise<Counted[]> {
  const at = deps.clock.now()
  const wanted = wantedBy(deps, counters)
  for (;;) {
    const found = await store.count(deps, wanted.map(valuesOf), at)
    const counted = wanted.flatMap(({ key, rule }) =>
      found.filter(each => each.key === key && each.isCounted).map(each => ({ ...each, rule })),
    )
    if (counted.length === wanted.length) return counted
    const waits = wanted.flatMap(({ key, rule: { longestWaitMs } }) =>
      found
        .filter(each => each.key === key && !each.isCounted)
        // The row may come from a clock that was ahead.
        .map(({ openAt }) => Math.min(openAt.getTime() - at.getTime(), longestWaitMs)),
    )
    const waitMs = Math.max(...waits)
    if (waitMs > 0) throw rateLimited(waitMs)
    // Another request closed a counter in the meantime. The next round shows until when.
    await store.giveBack(
      deps,
      counted.map(each => returned(each)),
      at,
    )
  }
}

/**
 * Counts something that an account does, within its change. Nothing is counted if the change fails.
 * @throws {ApiError} rate_limited, with the time to wait
 */
export async function countAction({ deps, prepared, now }: LockedAccount, counters: Counters): Promise<void> {
  const found = await store.countWithin(prepared, wantedBy(deps, counters).map(valuesOf), now)
  const openAt = Math.max(...found.map(each => (each.isCounted ? 0 : each.openAt.getTime())))
  if (openAt > now.getTime()) throw rateLimited(openAt - now.getTime())
}

/** Like `countAction`, but returns false instead of throwing rate_limited, for callers who can do without. */
export const isActionAllowed = (account: LockedAccount, counters: Counters): Promise<boolean> =>
  isWithin(countAction(account, counters))

interface Wanted {
  readonly key: string
  readonly rule: Rule
  readonly place: number
}

/** The keys to count under, in the order in which their rows are locked. What a network does is counted for the site around it too. */
const wantedBy = (deps: Deps, counters: Counters): Wanted[] =>
  (Object.entries(counters) as [RuleName, string][])
    .flatMap(([name, of]) => {
      const keys = deps.keys('limit counter')
      const rule = scaled(deps, rules[name])
      const site = siteKeyOf(keys, name, of)
      const key = rule.of === 'everybody' ? keyOfShare(keys, name, of, deps.turns.isFree) : keyOf(keys, name, of)
      const own = { key, rule, place: places[rule.of] }
      return site === null
        ? [own]
        : [own, { key: site, rule: { ...rule, free: rule.free * siteFactor }, place: own.place + 1 }]
    })
    .sort(inOrder)

/**
 * The one order in which rows are locked, so that no two statements wait for each other. What many people share comes last: a statement
 * that waits for one person's row then keeps it from no one. A site comes after its network.
 */
const places = { id: 0, mailbox: 0, address: 0, network: 1, everybody: 3 } as const satisfies Record<Rule['of'], number>

const inOrder = (a: Wanted, b: Wanted) => a.place - b.place || (a.key < b.key ? -1 : 1)

const valuesOf = ({ key, rule }: Wanted) => ({ key, isAlone: isAlone(rule), ...rule })

/** Resets the counts when `tx` is committed. */
export const forgetAttempts = (deps: Deps, tx: Transaction, ...counters: Counters[]) =>
  store.remove(
    tx,
    counters
      .flatMap(each => wantedBy(deps, each))
      .sort(inOrder)
      .map(({ key }) => key),
  )

const outageWaitsMs = [100, 1_000, 5_000, 30_000, 60_000]

/** The outages (packages/database/src/outages.ts) in which a statement certainly did nothing. */
const undoneOutages: readonly string[] = [
  ...['host name', 'nothing listens', 'not allowed to connect', 'no way to connect', 'too many connections'],
  ...['our pool', 'lock time limit', 'not the primary', 'read-only'],
]

const didNothing = (error: unknown) =>
  (error instanceof ApiError && error.code === 'unavailable') || undoneOutages.includes(outageOf(error)?.name ?? '')

/**
 * Never makes the request fail. It retries only what certainly did nothing: where an answer was lost, a second time would give back an
 * attempt that failed. At worst an attempt stays counted.
 */
async function giveBack(deps: Deps, undone: readonly Counted[], isRight: boolean): Promise<void> {
  const given = undone.map(each => returned(each, isRight && each.rule.isConsecutive === true))
  const write = async (waits: readonly number[]): Promise<void> => {
    try {
      await store.giveBack(deps, given, deps.clock.now())
    } catch (err) {
      const [wait, ...longer] = waits
      if (wait === undefined || !didNothing(err))
        return deps.log.warn({ err }, 'could not give an attempt back: it stays counted')
      void setTimeout(wait, longer, { ref: false }).then(write)
    }
  }
  await write(outageWaitsMs)
}

const returned = ({ key, openAt, rule }: Counted, isForgotten = false): store.Returned => ({
  key,
  isAlone: isAlone(rule),
  openAt,
  free: rule.free,
  isForgotten,
})

/**
 * A statement that waits for a row keeps those before it locked, up to a network's. With one at a time at every other row, no more than
 * half of the pool waits, whichever row it is. Many people may share a network, so there more than one may be on its way.
 */
const isAlone = (rule: Rule) => rule.of !== 'network'

const isWithoutWaits = (rule: Rule) => rule.longestWaitMs === 0

/** More people may share a network than the rules assume, and a test makes more attempts than a person. Failures in a row stay as they are. */
function scaled({ settings }: Deps, rule: Rule): Rule {
  if (isWithoutWaits(rule) && rule.of !== 'everybody') return rule
  const { person, network } = settings.limitFactors
  const isOfMany = rule.of === 'network' || rule.of === 'everybody'
  return { ...rule, free: rule.free * (isOfMany ? network : person) }
}
