import type { Transaction } from '@latchkey/database/client'
import { stopwatch } from '../../../platform/clock.ts'
import { checkpointAt, isCounted, startOf, verifyCheckpoints } from './checkpoints.ts'
import { requireFirst, sealKeysOf } from './seals.ts'
import { logFault, type Surroundings } from './service.ts'
import * as store from './store.ts'
import { isTrue } from './walk.ts'

const batchSize = 500
/** Less than the time limit of a job. The next run continues. */
const runForMs = 20_000

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
