import type { Transaction } from '@latchkey/database/client'
import type { AuditCheckpoint } from '@latchkey/database/models'
import { checkpointAt, isCounted, positionOf, startOf, verifyCheckpoints } from './checkpoints.ts'
import type { Verdict } from './report.ts'
import { type ChainPosition, isAt, isContradicted, requireFirst, sealKeysOf } from './seals.ts'
import { findHeadFault, type Surroundings, sealedSince } from './service.ts'
import * as store from './store.ts'
import { type Broken, diagnose, findPersonalFault, isSealedAfter, standsAfter } from './walk.ts'

const batchSize = 500
const gapBatchSize = 5000
/** One transaction, so a whole walk sees one state of the tables. */
const wholeChain = { isolationLevel: 'RepeatableRead', timeout: 6 * 3_600_000 } as const

/**
 * Verifies the whole chain, in batches, and then looks for events without a seal. With a `head` from the logs it also detects an end that
 * was cut off, and a chain that was sealed anew with the key.
 */
export const verifyChain = (deps: Surroundings, known: readonly ChainPosition[] = []): Promise<Verdict> =>
  deps.db.$transaction(tx => walk(deps, tx, known), wholeChain)

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
  const written = [...checkpoints.counted, ...checkpoints.proven]
  const verdict = (
    broken: Broken | null,
    waiting: Pick<Verdict, 'unsealed' | 'since'> = { unsealed: 0, since: null },
  ) => ({
    ...{ proven, erased, unproven, ...waiting, head: position, broken },
    gaps: written.filter(({ why }) => why === 'restored'),
    restarts: written.filter(({ why }) => why === 'restarted'),
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

/** Whether the chain lacks a head that it once had. A head from before the beginning was rightly deleted, for its age. */
export const isHeadGone = (deps: Surroundings, head: ChainPosition): Promise<boolean> =>
  deps.db.$transaction(async tx => {
    const seal = await store.findSeal(tx, head.seq)
    if (seal) return !isAt(seal, head)
    const checkpoints = verifyCheckpoints(await store.findCheckpoints(tx), sealKeysOf(deps.keys('audit chain')))
    return head.seq > startOf(checkpoints).seq
  })

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
  }, wholeChain)

/** Writes into the chain that a backup was restored which ends here, once. Nothing is written into an empty chain. */
export const markRestored = (deps: Surroundings): Promise<void> =>
  deps.db.$transaction(async tx => {
    await store.lockChain(tx)
    const head = await store.findHead(tx)
    if (!head) return
    const isMarked = (await store.findCheckpoints(tx)).some(({ seq, why }) => seq === head.seq && why === 'restored')
    if (isMarked) return
    const key = requireFirst(sealKeysOf(deps.keys('audit chain')))
    await store.insertCheckpoint(tx, checkpointAt(head, 'restored', deps.clock.now(), key))
  })
