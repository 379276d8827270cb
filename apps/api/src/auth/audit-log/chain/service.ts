import type { Transaction } from '@latchkey/database/client'
import type { AuditSeal } from '@latchkey/database/models'
import type { Deps } from '../../../deps.ts'
import { stopwatch } from '../../../platform/clock.ts'
import { type Checkpoints, checkpointAt, positionOf, verifyCheckpoints } from './checkpoints.ts'
import {
  beginning,
  type ChainPosition,
  hex,
  isAt,
  isContradicted,
  isKeyKnown,
  requireFirst,
  type SealKey,
  sealAfter,
  sealKeysOf,
} from './seals.ts'
import * as store from './store.ts'
import { type Broken, isTrue, type SealedRow } from './walk.ts'

const batchSize = 500
/** Less than the time limit of a job. The next run continues. */
const runForMs = 20_000
/** How long a transaction may stay open and still have its events sealed. Our own are cut off after 10 s. */
const lateForMs = 3_600_000

export type Surroundings = Pick<Deps, 'db' | 'clock' | 'log' | 'keys'>

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

export function logFault({ log }: Pick<Deps, 'log'>, { why, seq, eventId }: Broken, message: string): void {
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
export async function findHeadFault(
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
export function sealedSince({ clock }: Pick<Deps, 'clock'>, head: SealedRow | null): Date {
  const newest = head ? Math.min(head.event?.at.getTime() ?? 0, clock.now().getTime()) : 0
  return new Date(Math.max(0, newest - lateForMs))
}
