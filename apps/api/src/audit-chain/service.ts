import type { Transaction } from '@latchkey/database/client'
import type { AuditCheckpoint } from '@latchkey/database/models'
import type { Deps } from '../deps.ts'
import { faults } from './report.ts'
import { beginning, checkpointAt, hex, isGenuine, type Place, type SealKey, sealAfter, sealKeysOf } from './seals.ts'
import * as store from './store.ts'
import { type Broken, diagnose, findPersonalFault, isSealedAfter } from './walk.ts'

const batchSize = 500
const gapBatchSize = 5000
/** Below the time that a job may take; what is left then is left for the next time. */
const runForMs = 20_000
/** How long a transaction may stay open and still have its events sealed: far beyond any of ours, which are cut off after 10 s. */
const lateForMs = 3_600_000

type Surroundings = Pick<Deps, 'db' | 'clock' | 'log' | 'keys'>

/**
 * Seals every committed event that has no seal, also those whose transaction was open when later ones were sealed, and logs the head:
 * whoever keeps logs elsewhere can show by it that nothing was cut off since. May run on several servers at once; one seals.
 */
export async function sealEvents(deps: Surroundings): Promise<void> {
  const begun = performance.now()
  for (let count = batchSize; count === batchSize && performance.now() - begun < runForMs; )
    count = await deps.db.$transaction(tx => sealBatch(deps, tx))
  const head = await store.findHead(deps.db)
  if (head)
    deps.log.info(
      { event: 'audit_head', seq: String(head.seq), mac: hex(head.mac), keyId: head.keyId },
      'audit log sealed',
    )
}

async function sealBatch(deps: Surroundings, tx: Transaction): Promise<number> {
  await store.lockChain(tx)
  const key = requireKey(deps)
  const head = await store.findHead(tx)
  const events = await store.findUnsealed(tx, sealedSince(deps, head), batchSize)
  if (events.length === 0) return 0
  // Once the older secret is gone, verifying begins here.
  if (head && head.keyId !== key.id)
    await store.insertCheckpoint(tx, checkpointAt(head, 'rotated', deps.clock.now(), key))
  const seals = []
  let last: Place = head ?? beginning
  for (const event of events) {
    const seal = sealAfter(last, event, key)
    seals.push(seal)
    last = seal
  }
  await store.insertSeals(tx, seals)
  return events.length
}

/** From when on events are looked for. By the last that was sealed: who starts again after a week seals what the week before left. */
function sealedSince({ clock }: Pick<Deps, 'clock'>, head: { at: Date | null } | null): Date {
  const newest = head ? Math.min(head.at?.getTime() ?? 0, clock.now().getTime()) : 0
  return new Date(Math.max(0, newest - lateForMs))
}

/**
 * Deletes sealed events from before `until`, from the beginning of the chain, in batches, and leaves a sealed checkpoint in their
 * place; answers how many. The newest seal stays, however old: it is the head.
 */
export async function trimEvents(deps: Surroundings, until: Date): Promise<number> {
  const begun = performance.now()
  let trimmed = 0
  for (let count = batchSize; count === batchSize && performance.now() - begun < runForMs; trimmed += count)
    count = await deps.db.$transaction(tx => trimBatch(deps, tx, until))
  return trimmed
}

async function trimBatch(deps: Surroundings, tx: Transaction, until: Date): Promise<number> {
  // Looked at before anything is locked, for mostly there is nothing to do.
  const [first] = await store.findOldest(tx, 1)
  if (!first?.at || first.at >= until) return 0
  await store.lockChain(tx)
  const oldest = await store.findOldest(tx, batchSize + 1)
  const end = oldest.slice(0, -1).findIndex(({ at }) => at === null || at >= until)
  const old = oldest.slice(0, end < 0 ? -1 : end)
  const last = old.at(-1)
  if (!last) return 0
  await store.insertCheckpoint(tx, checkpointAt(last, 'trimmed', deps.clock.now(), requireKey(deps)))
  await store.deleteUpTo(
    tx,
    last.seq,
    old.map(({ eventId }) => eventId),
  )
  return old.length
}

function requireKey({ keys }: Pick<Deps, 'keys'>): SealKey {
  const [key] = sealKeysOf(keys('audit chain'))
  if (!key) throw new Error('There is no key to seal with.')
  return key
}

export interface Verdict {
  /** Events whose seal and personal fields were found to be as they were sealed. */
  readonly proven: number
  /** Of these, how many have had their personal fields dropped. */
  readonly erased: number
  /** Seals under a secret that is gone, which only a checkpoint stands for. */
  readonly unproven: bigint
  /** Events that wait to be sealed. */
  readonly unsealed: number
  readonly head: Place
  /** The first thing that is wrong; null where all is well. */
  readonly broken: Broken | null
}

/**
 * Walks the whole chain, in batches, and then looks for events that nobody sealed. By a `head` out of the logs it also sees that the end
 * was cut off, or that all of it was sealed anew by whoever has the key.
 */
export async function verifyChain(deps: Surroundings, known: readonly Place[] = []): Promise<Verdict> {
  const keys = sealKeysOf(deps.keys('audit chain'))
  const checkpoints = (await store.findCheckpoints(deps.db)).filter(checkpoint => isGenuine(checkpoint, keys))
  const heads = [...known, ...checkpoints.map(({ seq, head }) => ({ seq, mac: head }))]
  const [first] = await store.findSealed(deps.db, 0n, 1)
  const trimmed = checkpoints.findLast(({ seq, why }) => why === 'trimmed' && seq + 1n === first?.seq)
  let place: Place = trimmed ? { seq: trimmed.seq, mac: trimmed.head } : beginning
  let [proven, erased, unproven] = [0, 0, 0n]
  const verdict = (broken: Broken | null, unsealed = 0): Verdict => ({
    proven,
    erased,
    unproven,
    unsealed,
    head: place,
    broken,
  })

  for (;;) {
    const rows = await store.findSealed(deps.db, place.seq, batchSize)
    if (rows.length === 0) break
    for (const row of rows) {
      if (!isSealedAfter(place, row, keys)) {
        const next = keys.some(({ id }) => id === row.keyId) ? undefined : findRotation(checkpoints, row.seq)
        if (!next) return verdict(diagnose(place, await store.findSealed(deps.db, row.seq - 1n, batchSize), keys))
        unproven += next.seq - place.seq
        place = next
        break
      }
      const why = findPersonalFault(row) ?? (isContradicted(row, heads) ? 'changed' : null)
      if (why) return verdict({ why, seq: row.seq, eventId: row.eventId })
      place = row
      proven += 1
      if (row.event?.salt === null) erased += 1
    }
  }
  if (heads.some(({ seq }) => seq > place.seq)) return verdict({ why: 'cut', seq: place.seq + 1n, eventId: null })
  const { unsealed, missed } = await findGaps(deps)
  return verdict(missed === null ? null : { why: 'unsealed', seq: null, eventId: missed }, unsealed)
}

/** Where seals may be believed again, after some under a secret that is gone. */
function findRotation(checkpoints: readonly AuditCheckpoint[], seq: bigint): Place | undefined {
  const found = checkpoints.find(checkpoint => checkpoint.why === 'rotated' && checkpoint.seq >= seq)
  return found && { seq: found.seq, mac: found.head }
}

const isContradicted = (row: Place, heads: readonly Place[]) =>
  heads.some(({ seq, mac }) => seq === row.seq && hex(mac) !== hex(row.mac))

async function findGaps(deps: Surroundings): Promise<{ unsealed: number; missed: string | null }> {
  const since = sealedSince(deps, await store.findHead(deps.db))
  let after = '00000000-0000-0000-0000-000000000000'
  for (let unsealed = 0; ; ) {
    const some = await store.findGaps(deps.db, after, since, gapBatchSize)
    unsealed += some.unsealed
    if (some.missed !== null || some.last === null) return { unsealed, missed: some.missed }
    after = some.last
  }
}

export { headFrom } from './report.ts'

/** A verdict as an operator reads it. */
export function inWords({ proven, erased, unproven, unsealed, head, broken }: Verdict): string[] {
  const lines = [`${proven} events are as they were sealed, ${erased} of them without their personal fields.`]
  if (unproven > 0n) lines.push(`${unproven} are sealed under a secret that is gone: a checkpoint stands for them.`)
  if (!broken) return [...lines, `${unsealed} wait to be sealed.`, `head  ${head.seq}:${hex(head.mac)}`]
  const which = [
    broken.seq === null ? [] : `seal ${broken.seq}`,
    broken.eventId === null ? [] : `event ${broken.eventId}`,
  ]
  return [...lines, `BROKEN  ${which.flat().join(', ')} ${faults[broken.why]}.`]
}
