import { setTimeout } from 'node:timers/promises'
import type { Transaction } from '@latchkey/database/client'
import { isOutage } from '@latchkey/database/errors'
import type { Deps } from '../deps.ts'
import { ApiError } from '../errors.ts'
import { keyOf } from './keys.ts'
import { rateLimited } from './refusal.ts'
import { type Rule, type RuleName, rules } from './rules.ts'
import * as store from './store.ts'

/** What a try is counted under, and of whom: `{ 'sign-in to an address': email, 'sign-in from a network': ip }`. */
export type Counters = { readonly [Name in RuleName]?: string }

interface Tries {
  readonly counted: readonly (store.Counted & { readonly rule: Rule })[]
}

/**
 * Lets somebody guess: counted, and committed, before `work` begins, so that guessing in parallel gains nothing. Whoever guessed right
 * gets the try back, and so does whoever could not be heard. `work` is told whether it is enough by a rule that nobody waits by.
 * @throws {ApiError} rate_limited, with when it is worth trying again; whatever `work` throws
 */
export async function guess<T>(deps: Deps, counters: Counters, work: (isEnough: boolean) => Promise<T>): Promise<T> {
  const tries = await requireTries(deps, counters)
  try {
    const result = await work(tries.counted.some(({ count, rule }) => isWithoutWaits(rule) && count >= rule.free))
    await giveBack(deps, tries, { succeeded: true })
    return result
  } catch (error) {
    if (isUnavailable(error)) await giveBack(deps, tries)
    throw error
  }
}

/**
 * Lets somebody have something that is rationed, such as a mail; gets back what came to nothing. What was refused for what it says
 * stays counted for its network: judging it had its cost.
 * @throws {ApiError} rate_limited, with when it is worth trying again; whatever `work` throws
 */
export async function spend<T>(deps: Deps, counters: Counters, work: () => Promise<T>): Promise<T> {
  const tries = await requireTries(deps, counters)
  try {
    return await work()
  } catch (error) {
    const isRefused = error instanceof ApiError && error.code === 'invalid_request'
    const unspent = tries.counted.filter(({ rule }) => !isRefused || rule.of !== 'network')
    await giveBack(deps, { counted: unspent })
    throw error
  }
}

async function requireTries(deps: Deps, counters: Counters): Promise<Tries> {
  const at = deps.clock.now()
  const wanted = (Object.entries(counters) as [RuleName, string][]).map(([name, of]) => {
    const rule = scaled(deps, rules[name])
    return { key: keyOf(deps.keys('limit counter'), name, of), rule }
  })
  for (;;) {
    const found = await store.count(
      deps.prepared,
      wanted.map(({ key, rule }) => ({ key, ...rule })),
      at,
    )
    const counted = wanted.flatMap(({ key, rule }) =>
      found.filter(each => each.key === key && each.isCounted).map(each => ({ ...each, rule })),
    )
    if (counted.length === wanted.length) return { counted }
    const openAt = Math.max(...found.filter(({ isCounted }) => !isCounted).map(each => each.openAt.getTime()))
    if (openAt > at.getTime()) throw rateLimited(openAt - at.getTime())
    // Another one closed a counter at this very moment: the next look sees until when.
    await store.giveBack(deps.prepared, counted.map(returned))
  }
}

/** Begins a count anew, once `tx` is committed. */
export const forget = (deps: Deps, tx: Transaction, counters: Counters) =>
  store.remove(
    tx,
    Object.entries(counters).map(([name, of]) => keyOf(deps.keys('limit counter'), name as RuleName, of)),
  )

/**
 * Never fails what it belongs to. An outage is nobody's guess: what was under way when the database went, which is no more than may work
 * at once, is given back for as long as an outage usually lasts. At worst a try stays counted.
 */
async function giveBack(deps: Deps, { counted }: Tries, { succeeded = false } = {}): Promise<void> {
  const given = counted.map(each => ({
    ...returned(each),
    isForgotten: succeeded && each.rule.isConsecutive === true,
  }))
  const write = async (waits: readonly number[]): Promise<void> => {
    try {
      await store.giveBack(deps.prepared, given)
    } catch (err) {
      const [wait, ...longer] = waits
      if (wait === undefined || !isOutage(err)) return deps.log.warn({ err }, 'a try stays counted')
      void setTimeout(wait, longer, { ref: false }).then(write)
    }
  }
  await write(outageWaitsMs)
}

const outageWaitsMs = [100, 1_000, 5_000, 30_000, 60_000]

const returned = ({ key, openAt, rule }: Tries['counted'][number]): store.Returned => ({
  key,
  openAt,
  free: rule.free,
  isForgotten: false,
})

const isWithoutWaits = (rule: Rule) => rule.longestWaitMs === 0

/** More people may share a network than the rules suppose, and a test may try more than a person; what is enough stays enough. */
function scaled({ settings }: Deps, rule: Rule): Rule {
  if (isWithoutWaits(rule)) return rule
  const factor = rule.of === 'network' ? settings.limitFactors.network : settings.limitFactors.person
  return { ...rule, free: rule.free * factor }
}

const isUnavailable = (error: unknown) => (error instanceof ApiError && error.code === 'unavailable') || isOutage(error)
