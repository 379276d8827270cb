import type { Transaction } from '@latchkey/database/client'
import type { AuditCheckpoint, AuditSeal } from '@latchkey/database/models'
import type { Deps } from '../../../deps.ts'
import { stopwatch } from '../../../platform/clock.ts'
import { type Checkpoints, checkpointAt, isCounted, placeOf, startOf, verifyCheckpoints } from './checkpoints.ts'
import type { Verdict } from './report.ts'
import {
  beginning,
  hex,
  isAt,
  isContradicted,
  isHeld,
  type Place,
  type SealKey,
  sealAfter,
  sealKeysOf,
} from './seals.ts'
import * as store from './store.ts'
import { type Broken, diagnose, findPersonalFault, isSealedAfter, isTrue, type SealedRow, standsAfter } from './walk.ts'

const batchSize = 500
const gapBatchSize = 5000
/** Below the time that a job may take; what is left then is left for the next time. */
const runForMs = 20_000
/** How long a transaction may stay open and still have its events sealed: far beyond any of ours, which are cut off after 10 s. */
const lateForMs = 3_600_000
/** Far beyond the minute after which events are sealed: whoever waits so long waits for somebody to look. */
const alarmAfterMs = 600_000
/** All of a walk sees one state of the tables, so it is one transaction. */
const aWalk = { isolationLevel: 'RepeatableRead', timeout: 6 * 3_600_000 } as const

type Surroundings = Pick<Deps, 'db' | 'clock' | 'log' | 'keys'>

/** What this process knows of the chain, whatever the database says: the head when it last looked. */
export interface Memory {
  head: AuditSeal | null
}

/**
 * Seals every committed event that has no seal, also those whose transaction was open when later ones were sealed, and logs the head:
 * whoever keeps logs elsewhere can show by it that nothing was cut off since. May run on several servers at once; one seals. A seal
 * vouches for all that came before, so none is set on a head that is not true: each run logs that as an error then.
 */
export async function sealEvents(deps: Surroundings, memory: Memory = { head: null }): Promise<void> {
  const elapsedMs = stopwatch()
  const oldest = await store.findOldestUnsealed(deps.db, sealedSince(deps, await store.findHead(deps.db)))
  // Looked at before anything is locked: whatever keeps events from being sealed, this is told.
  if (oldest && deps.clock.now().getTime() - oldest.getTime() > alarmAfterMs)
    deps.log.error({ event: 'audit_unsealed', since: oldest.toISOString() }, 'events wait to be sealed')
  let from = oldest ?? deps.clock.now()
  for (let count = batchSize; count === batchSize && elapsedMs() < runForMs; ) {
    const sealed = await deps.db.$transaction(tx => sealBatch(deps, tx, from, memory.head))
    if ('broken' in sealed)
      return logFault(deps, sealed.broken, 'nothing is sealed on an audit log whose head is not true')
    memory.head = sealed.head
    ;({ from, count } = sealed)
  }
  const { head } = memory
  if (head)
    deps.log.info(
      { event: 'audit_head', seq: String(head.seq), mac: hex(head.mac), keyId: head.keyId },
      'audit log sealed',
    )
}

function logFault({ log }: Pick<Deps, 'log'>, { why, seq, eventId }: Broken, message: string): void {
  log.error({ event: 'audit_broken', why, seq: seq === null ? null : String(seq), eventId }, message)
}

type Sealed = { head: AuditSeal | null; from: Date; count: number } | { broken: Broken }

async function sealBatch(deps: Surroundings, tx: Transaction, from: Date, last: Place | null): Promise<Sealed> {
  await store.lockChain(tx)
  const keys = sealKeysOf(deps.keys('audit chain'))
  const key = requireFirst(keys)
  const head = await store.findHead(tx)
  const checkpoints = verifyCheckpoints(await store.findCheckpoints(tx), keys)
  const broken = await findHeadFault(tx, head, { last, checkpoints, keys })
  if (broken) return { broken }
  // Once the older secret is gone, this stands for what it sealed.
  if (head && head.keyId !== key.id && !isVouchedFor(head, checkpoints))
    await store.insertCheckpoint(tx, checkpointAt(head, 'rotated', deps.clock.now(), key, head.keyId))
  const events = await store.findUnsealed(tx, from, batchSize)
  const seals: AuditSeal[] = []
  for (const event of events) seals.push(sealAfter(seals.at(-1) ?? head ?? beginning, event, key))
  await store.insertSeals(tx, seals)
  return { head: seals.at(-1) ?? head, from: events.at(-1)?.at ?? from, count: events.length }
}

/** Why a head is not one to seal on: it must be what was sealed there, and no other and no lower than what is known of it. */
async function findHeadFault(
  tx: Transaction,
  head: SealedRow | null,
  { last, checkpoints, keys }: { last: Place | null; checkpoints: Checkpoints; keys: readonly SealKey[] },
): Promise<Broken | null> {
  const known = [...checkpoints.proven.map(placeOf), ...(last ? [last] : [])]
  const place = head ?? beginning
  if (known.some(({ seq }) => seq > place.seq)) return { why: 'cut', seq: place.seq + 1n, eventId: null }
  if (!head) return null
  const fault = (why: Broken['why'], seq = head.seq): Broken => ({ why, seq, eventId: head.eventId })
  const seal = last && (await store.findSeal(tx, last.seq))
  if (seal && !isAt(seal, last)) return fault('changed', seal.seq)
  if (!head.event) return fault('missing')
  if (isContradicted(head, known)) return fault('changed')
  if (isHeld(head, keys)) return isTrue(head, keys) ? null : fault('changed')
  return isVouchedFor(head, checkpoints) ? null : fault('unknown_key')
}

/** Whether a checkpoint says of this very place that its secret was replaced. */
const isVouchedFor = (head: SealedRow, { proven }: Checkpoints) =>
  proven.some(checkpoint => checkpoint.formerKeyId === head.keyId && isAt(placeOf(checkpoint), head))

/** From when on events are looked for. By the last that was sealed: who starts again after a week seals what the week before left. */
function sealedSince({ clock }: Pick<Deps, 'clock'>, head: SealedRow | null): Date {
  const newest = head ? Math.min(head.event?.at.getTime() ?? 0, clock.now().getTime()) : 0
  return new Date(Math.max(0, newest - lateForMs))
}

/**
 * Takes the head for true by an admin's word, where its secret was replaced outright and nobody holds it any more: sealing goes on
 * from there, and verifying counts what came before. Answers null where there is no need, and what is wrong where the rest of the chain
 * does not bear it out; then nothing is written.
 */
export const restartChain = (deps: Surroundings, known: readonly Place[] = []): Promise<Verdict | null> =>
  deps.db.$transaction(async tx => {
    await store.lockChain(tx)
    const keys = sealKeysOf(deps.keys('audit chain'))
    const head = await store.findHead(tx)
    const checkpoints = verifyCheckpoints(await store.findCheckpoints(tx), keys)
    if (!head || (await findHeadFault(tx, head, { last: null, checkpoints, keys }))?.why !== 'unknown_key') return null
    const restart = checkpointAt(head, 'restarted', deps.clock.now(), requireFirst(keys), head.keyId)
    const verdict = await walk(deps, tx, known, restart)
    if (!verdict.broken) await store.insertCheckpoint(tx, restart)
    return verdict
  }, aWalk)

/**
 * Deletes sealed events from before `until`, from the beginning of the chain, in batches, and leaves a sealed checkpoint in their
 * place; answers how many. The newest seal stays, however old: it is the head. Stops after `forMs`.
 */
export async function trimEvents(deps: Surroundings, until: Date, forMs = runForMs): Promise<number> {
  const elapsedMs = stopwatch()
  let trimmed = 0
  for (let count = batchSize; count === batchSize && elapsedMs() < forMs; trimmed += count)
    count = await deps.db.$transaction(tx => trimBatch(deps, tx, until))
  return trimmed
}

/** One batch of it. */
export const trimEventsOnce = (deps: Surroundings, until: Date): Promise<number> =>
  deps.db.$transaction(tx => trimBatch(deps, tx, until))

async function trimBatch(deps: Surroundings, tx: Transaction, until: Date): Promise<number> {
  const keys = sealKeysOf(deps.keys('audit chain'))
  const begin = async () => startOf(verifyCheckpoints(await store.findCheckpoints(tx), keys)).seq
  // Looked at before anything is locked, for mostly there is nothing to do.
  const [first] = await store.findOldest(tx, await begin(), 1)
  if (!first || (first.at && first.at >= until)) return 0
  await store.lockChain(tx)
  const start = await begin()
  const oldest = await store.findOldest(tx, start, batchSize + 1)
  const end = oldest.slice(0, -1).findIndex(({ at }) => at !== null && at >= until)
  // An event that is missing is as old as one that follows: it goes too, and the log keeps that it was missing.
  const old = oldest.slice(0, end < 0 ? -1 : end)
  const missing = old.find(({ at, seq }, step) => at === null || seq !== start + 1n + BigInt(step))
  if (missing) logFault(deps, { ...missing, why: 'missing' }, 'the audit log lacks something where it is trimmed')
  const last = old.findLast(({ at }) => at !== null)
  const [row] = last ? await store.findSealed(tx, last.seq - 1n, 1) : []
  if (!last || !row) return 0
  if (!isTrue(row, keys) && !isCounted(row, verifyCheckpoints(await store.findCheckpoints(tx), keys), keys)) {
    logFault(deps, { ...last, why: 'changed' }, 'the audit log is not trimmed up to a seal that is not true')
    return 0
  }
  await store.insertCheckpoint(tx, checkpointAt(last, 'trimmed', deps.clock.now(), requireFirst(keys)))
  const gone = old.filter(({ seq }) => seq <= last.seq)
  const eventIds = gone.map(({ eventId }) => eventId)
  await store.deleteUpTo(tx, start, last.seq, eventIds)
  return gone.length
}

function requireFirst([key]: readonly SealKey[]): SealKey {
  if (!key) throw new Error('There is no key to seal with.')
  return key
}

/**
 * Walks the whole chain, in batches, and then looks for events that nobody sealed. By a `head` out of the logs it also sees that the end
 * was cut off, or that all of it was sealed anew by whoever has the key.
 */
export const verifyChain = (deps: Surroundings, known: readonly Place[] = []): Promise<Verdict> =>
  deps.db.$transaction(tx => walk(deps, tx, known), aWalk)

async function walk(
  deps: Surroundings,
  tx: Transaction,
  known: readonly Place[],
  ...supposed: AuditCheckpoint[]
): Promise<Verdict> {
  const keys = sealKeysOf(deps.keys('audit chain'))
  const checkpoints = verifyCheckpoints([...(await store.findCheckpoints(tx)), ...supposed], keys)
  const heads = [...known, ...checkpoints.proven.map(placeOf)]
  const start = startOf(checkpoints)
  let place = start
  let [proven, erased, unproven] = [0, 0, 0]
  const verdict = (
    broken: Broken | null,
    waiting: Pick<Verdict, 'unsealed' | 'since'> = { unsealed: 0, since: null },
  ) => ({
    ...{ proven, erased, unproven, ...waiting, head: place, broken },
    restarts: [...checkpoints.counted, ...checkpoints.proven].filter(({ why }) => why === 'restarted'),
    unchecked: known.filter(({ seq }) => seq < start.seq),
  })

  const stray = await store.findSealUpTo(tx, start.seq)
  if (stray) return verdict({ ...stray, why: 'inserted' })
  if (isContradicted(start, heads)) return verdict({ why: 'changed', seq: start.seq, eventId: null })
  for (;;) {
    const rows = await store.findSealed(tx, place.seq, batchSize)
    if (rows.length === 0) break
    for (const row of rows) {
      const counted = isCounted(row, checkpoints, keys)
      if (!(counted ? standsAfter(place, row) : isSealedAfter(place, row, keys)))
        return verdict(diagnose(place, await store.findSealed(tx, row.seq - 1n, batchSize), keys, counted))
      const why = findPersonalFault(row) ?? (isContradicted(row, heads) ? 'changed' : null)
      if (why) return verdict({ why, seq: row.seq, eventId: row.eventId })
      place = row
      if (counted) unproven += 1
      else proven += 1
      if (!counted && row.event?.salt === null) erased += 1
    }
  }
  // The newest seal stays, however old: after a beginning that was deleted there is always one.
  const isCut = heads.some(({ seq }) => seq > place.seq) || (place === start && start.seq > 0n)
  if (isCut) return verdict({ why: 'cut', seq: place.seq + 1n, eventId: null })
  const [forged] = checkpoints.forged
  if (forged) return verdict({ why: 'forged_checkpoint', seq: forged.seq, eventId: null })
  const { missed, ...waiting } = await findGaps(deps, tx)
  return verdict(missed === null ? null : { why: 'unsealed', seq: null, eventId: missed }, waiting)
}

async function findGaps(deps: Surroundings, tx: Transaction) {
  const sealed = sealedSince(deps, await store.findHead(tx))
  let since: Date | null = null
  let after = '00000000-0000-0000-0000-000000000000'
  for (let unsealed = 0; ; ) {
    const some = await store.findGaps(tx, after, sealed, gapBatchSize)
    unsealed += some.unsealed
    if (some.oldest && !(since && since < some.oldest)) since = some.oldest
    if (some.missed !== null || some.last === null) return { unsealed, since, missed: some.missed }
    after = some.last
  }
}

export { headFrom, inWords } from './report.ts'
