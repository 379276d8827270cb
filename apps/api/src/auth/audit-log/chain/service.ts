import type { Transaction } from '@latchkey/database/client'
import type { AuditCheckpoint, AuditSeal } from '@latchkey/database/models'
import type { Deps } from '../../../deps.ts'
import { stopwatch } from '../../../platform/clock.ts'
import { type Checkpoints, checkpointAt, isCounted, positionOf, startOf, verifyCheckpoints } from './checkpoints.ts'
import type { Verdict } from './report.ts'
import {
  beginning,
  type ChainPosition,
  hex,
  isAt,
  isContradicted,
  isKeyKnown,
  type SealKey,
  sealAfter,
  sealKeysOf,
} from './seals.ts'
import * as store from './store.ts'
import { type Broken, diagnose, findPersonalFault, isSealedAfter, isTrue, type SealedRow, standsAfter } from './walk.ts'

const batchSize = 500
const gapBatchSize = 5000
/** Less than the time limit of a job. The next run continues. */
const runForMs = 20_000
/** How long a transaction may stay open and still have its events sealed. Our own are cut off after 10 s. */
const lateForMs = 3_600_000
/** One transaction, so a whole walk sees one state of the tables. */
const aWalk = { isolationLevel: 'RepeatableRead', timeout: 6 * 3_600_000 } as const

type Surroundings = Pick<Deps, 'db' | 'clock' | 'log' | 'keys'>

/** What this process knows about the chain, independent of the database: the head at its last run. */
export interface Memory {
  head: AuditSeal | null
}

/**
 * Seals every committed event without a seal, also one whose transaction was still open when later events were sealed. Logs the head:
 * kept elsewhere, it shows later that nothing was cut off since. May run on several servers at once; only one seals. A seal vouches for
 * everything before it, so none is set on an invalid head. Each run logs such a head as an error.
 */
export async function sealEvents(deps: Surroundings, memory: Memory = { head: null }): Promise<void> {
  const elapsedMs = stopwatch()
  let from = (await findOldestUnsealed(deps)) ?? deps.clock.now()
  for (let count = batchSize; count === batchSize && elapsedMs() < runForMs; ) {
    const sealed = await deps.db.$transaction(tx => sealBatch(deps, tx, from, memory.head))
    if ('broken' in sealed) return logFault(deps, sealed.broken, 'the audit log is not sealed: its head is invalid')
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

/** When the oldest event without a seal happened. Takes no lock. */
export async function findOldestUnsealed(deps: Pick<Deps, 'db' | 'clock'>): Promise<Date | null> {
  return store.findOldestUnsealed(deps.db, sealedSince(deps, await store.findHead(deps.db)))
}
/** Whether the chain lacks a head that it once had. A head from before the beginning was rightly deleted, for its age. */
export const isHeadGone = (deps: Surroundings, head: ChainPosition): Promise<boolean> =>
  deps.db.$transaction(async tx => {
    const seal = await store.findSeal(tx, head.seq)
    if (seal) return !isAt(seal, head)
    const checkpoints = verifyCheckpoints(await store.findCheckpoints(tx), sealKeysOf(deps.keys('audit chain')))
    return head.seq > startOf(checkpoints).seq
  })

function logFault({ log }: Pick<Deps, 'log'>, { why, seq, eventId }: Broken, message: string): void {
  log.error({ event: 'audit_broken', why, seq: seq === null ? null : String(seq), eventId }, message)
}

type Sealed = { head: AuditSeal | null; from: Date; count: number } | { broken: Broken }

async function sealBatch(deps: Surroundings, tx: Transaction, from: Date, last: ChainPosition | null): Promise<Sealed> {
  await store.lockChain(tx)
  const keys = sealKeysOf(deps.keys('audit chain'))
  const key = requireFirst(keys)
  const head = await store.findHead(tx)
  const checkpoints = verifyCheckpoints(await store.findCheckpoints(tx), keys)
  const broken = await findHeadFault(tx, head, { last, checkpoints, keys })
  if (broken) return { broken }
  // Stands for what the older secret sealed, once that secret is gone.
  if (head && head.keyId !== key.id && !isVouchedFor(head, checkpoints))
    await store.insertCheckpoint(tx, checkpointAt(head, 'rotated', deps.clock.now(), key, head.keyId))
  const events = await store.findUnsealed(tx, from, batchSize)
  const seals: AuditSeal[] = []
  for (const event of events) seals.push(sealAfter(seals.at(-1) ?? head ?? beginning, event, key))
  await store.insertSeals(tx, seals)
  return { head: seals.at(-1) ?? head, from: events.at(-1)?.at ?? from, count: events.length }
}

/** Why this head must not be sealed on. A valid head is what was sealed there, and agrees with every head that we know. */
async function findHeadFault(
  tx: Transaction,
  head: SealedRow | null,
  { last, checkpoints, keys }: { last: ChainPosition | null; checkpoints: Checkpoints; keys: readonly SealKey[] },
): Promise<Broken | null> {
  const known = [...checkpoints.proven.map(positionOf), ...(last ? [last] : [])]
  const position = head ?? beginning
  if (known.some(({ seq }) => seq > position.seq)) return { why: 'cut', seq: position.seq + 1n, eventId: null }
  if (!head) return null
  const fault = (why: Broken['why'], seq = head.seq): Broken => ({ why, seq, eventId: head.eventId })
  const seal = last && (await store.findSeal(tx, last.seq))
  if (seal && !isAt(seal, last)) return fault('changed', seal.seq)
  if (!head.event) return fault('missing')
  if (isContradicted(head, known)) return fault('changed')
  if (isKeyKnown(head, keys)) return isTrue(head, keys) ? null : fault('changed')
  return isVouchedFor(head, checkpoints) ? null : fault('unknown_key')
}

/** Whether a checkpoint says that the secret was replaced at exactly this position. */
const isVouchedFor = (head: SealedRow, { proven }: Checkpoints) =>
  proven.some(checkpoint => checkpoint.formerKeyId === head.keyId && isAt(positionOf(checkpoint), head))

/** From when on to look for events without a seal. Depends on the last sealed event, so a long downtime leaves none unsealed. */
function sealedSince({ clock }: Pick<Deps, 'clock'>, head: SealedRow | null): Date {
  const newest = head ? Math.min(head.event?.at.getTime() ?? 0, clock.now().getTime()) : 0
  return new Date(Math.max(0, newest - lateForMs))
}

/**
 * Accepts the head on an admin's word, if its secret was replaced and is lost. Sealing continues from there, and verifying counts what
 * came before. Null if there is no need. If the rest of the chain does not match the head, returns the fault and writes nothing.
 */
export const restartChain = (deps: Surroundings, known: readonly ChainPosition[] = []): Promise<Verdict | null> =>
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
 * Deletes sealed events older than `until`, from the beginning of the chain, in batches. Leaves a sealed checkpoint in their place.
 * Returns their number. The newest seal stays at any age: it is the head. Stops after `forMs` milliseconds.
 */
export async function trimEvents(deps: Surroundings, until: Date, forMs = runForMs): Promise<number> {
  const elapsedMs = stopwatch()
  let trimmed = 0
  for (let count = batchSize; count === batchSize && elapsedMs() < forMs; trimmed += count)
    count = await deps.db.$transaction(tx => trimBatch(deps, tx, until))
  return trimmed
}

/** One batch of `trimEvents`. Returns the number of deleted events. */
export const trimEventsOnce = (deps: Surroundings, until: Date): Promise<number> =>
  deps.db.$transaction(tx => trimBatch(deps, tx, until))

async function trimBatch(deps: Surroundings, tx: Transaction, until: Date): Promise<number> {
  const keys = sealKeysOf(deps.keys('audit chain'))
  const begin = async () => startOf(verifyCheckpoints(await store.findCheckpoints(tx), keys)).seq
  // Checked before the lock, since there is usually nothing to do.
  const [first] = await store.findOldest(tx, await begin(), 1)
  if (!first || (first.at && first.at >= until)) return 0
  await store.lockChain(tx)
  const start = await begin()
  const oldest = await store.findOldest(tx, start, batchSize + 1)
  const end = oldest.slice(0, -1).findIndex(({ at }) => at !== null && at >= until)
  // A missing event counts as old if a later one is. Its seal is deleted too, and the log says that it was missing.
  const old = oldest.slice(0, end < 0 ? -1 : end)
  const missing = old.find(({ at, seq }, step) => at === null || seq !== start + 1n + BigInt(step))
  if (missing)
    logFault(deps, { ...missing, why: 'missing' }, 'an event or a seal is missing where the audit log is trimmed')
  const last = old.findLast(({ at }) => at !== null)
  const [row] = last ? await store.findSealed(tx, last.seq - 1n, 1) : []
  if (!last || !row) return 0
  if (!isTrue(row, keys) && !isCounted(row, verifyCheckpoints(await store.findCheckpoints(tx), keys), keys)) {
    logFault(deps, { ...last, why: 'changed' }, 'the audit log is not trimmed: the last seal to delete is invalid')
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
 * Verifies the whole chain, in batches, and then looks for events without a seal. With a `head` from the logs it also detects an end that
 * was cut off, and a chain that was sealed anew with the key.
 */
export const verifyChain = (deps: Surroundings, known: readonly ChainPosition[] = []): Promise<Verdict> =>
  deps.db.$transaction(tx => walk(deps, tx, known), aWalk)

async function walk(
  deps: Surroundings,
  tx: Transaction,
  known: readonly ChainPosition[],
  ...supposed: AuditCheckpoint[]
): Promise<Verdict> {
  const keys = sealKeysOf(deps.keys('audit chain'))
  const checkpoints = verifyCheckpoints([...(await store.findCheckpoints(tx)), ...supposed], keys)
  const heads = [...known, ...checkpoints.proven.map(positionOf)]
  const start = startOf(checkpoints)
  let position = start
  let [proven, erased, unproven] = [0, 0, 0]
  const verdict = (
    broken: Broken | null,
    waiting: Pick<Verdict, 'unsealed' | 'since'> = { unsealed: 0, since: null },
  ) => ({
    ...{ proven, erased, unproven, ...waiting, head: position, broken },
    restarts: [...checkpoints.counted, ...checkpoints.proven].filter(({ why }) => why === 'restarted'),
    unchecked: known.filter(({ seq }) => seq < start.seq),
  })

  const stray = await store.findSealUpTo(tx, start.seq)
  if (stray) return verdict({ ...stray, why: 'inserted' })
  if (isContradicted(start, heads)) return verdict({ why: 'changed', seq: start.seq, eventId: null })
  for (;;) {
    const rows = await store.findSealed(tx, position.seq, batchSize)
    if (rows.length === 0) break
    for (const row of rows) {
      const counted = isCounted(row, checkpoints, keys)
      if (!(counted ? standsAfter(position, row) : isSealedAfter(position, row, keys)))
        return verdict(diagnose(position, await store.findSealed(tx, row.seq - 1n, batchSize), keys, counted))
      const why = findPersonalFault(row) ?? (isContradicted(row, heads) ? 'changed' : null)
      if (why) return verdict({ why, seq: row.seq, eventId: row.eventId })
      position = row
      if (counted) unproven += 1
      else proven += 1
      if (!counted && row.event?.salt === null) erased += 1
    }
  }
  // Trimming keeps the newest seal, so a trimmed chain always has one.
  const isCut = heads.some(({ seq }) => seq > position.seq) || (position === start && start.seq > 0n)
  if (isCut) return verdict({ why: 'cut', seq: position.seq + 1n, eventId: null })
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

export { formatVerdict, headFrom } from './report.ts'
