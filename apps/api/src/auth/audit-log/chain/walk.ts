import type { AuditEvent, AuditSeal } from '@latchkey/database/models'
import { commitmentOf } from '../../../platform/crypto/commitment.ts'
import { type ChainPosition, isKeyKnown, isSame, macOf, type SealKey } from './seals.ts'

/** A seal, its event if it still exists, and whether the event's person exists. */
export interface SealedRow extends AuditSeal {
  readonly event: AuditEvent | null
  readonly isPersonHere: boolean
}

export type Fault =
  | 'changed'
  | 'missing'
  | 'inserted'
  | 'reordered'
  | 'erased'
  | 'cut'
  | 'unsealed'
  | 'unknown_key'
  | 'forged_checkpoint'

/** The first fault, with the number of its seal if it has one. */
export interface Broken {
  readonly why: Fault
  readonly seq: bigint | null
  readonly eventId: string | null
}

/** Whether the MAC of `row` matches its own number, `prev` and event. */
export const isTrue = (row: SealedRow, keys: readonly SealKey[]): boolean =>
  holds(row, row.seq, row.prev, row.event, keys)

/** Whether `row` is a valid seal right after `before`. */
export function isSealedAfter(before: ChainPosition, row: SealedRow, keys: readonly SealKey[]): boolean {
  return row.seq === before.seq + 1n && isSame(row.prev, before.mac) && isTrue(row, keys)
}

/** Whether `row` is in its position after `before`. Its own MAC can no longer be checked. */
export function standsAfter(before: ChainPosition, row: SealedRow): boolean {
  return row.seq === before.seq + 1n && isSame(row.prev, before.mac) && row.event !== null
}

/** What is wrong with the personal fields of a sealed event. Null if they are unchanged, or were rightly erased. */
export function findPersonalFault({ event, isPersonHere }: SealedRow): Fault | null {
  if (!event) return 'missing'
  if (event.salt !== null) return isSame(commitmentOf(event.salt, event), event.commitment) ? null : 'changed'
  if (event.address !== null || event.ip !== null || event.userAgent !== null) return 'changed'
  // They are erased when the person is deleted, and after a while from events without an account.
  return isPersonHere ? 'erased' : null
}

/**
 * Names the fault if the first of `rows` is not a valid seal right after `before`. The later rows show which fault it is. With
 * `isCounted`, the MAC of the row can no longer be checked, and they are not used.
 */
export function diagnose(
  before: ChainPosition,
  rows: readonly SealedRow[],
  keys: readonly SealKey[],
  isCounted: boolean,
): Broken {
  const [row, ...later] = rows
  const seq = before.seq + 1n
  const fault = (why: Fault): Broken => ({ why, seq, eventId: row?.eventId ?? null })
  if (row && !isCounted && !isKeyKnown(row, keys)) return { ...fault('unknown_key'), seq: row.seq }
  if (!row || row.seq !== seq || !row.event) return fault('missing')
  if (isCounted) return fault('changed')
  // The seal is valid, but was built on another seal than the one before it.
  if (isTrue(row, keys)) return fault('reordered')
  const belongsHere = later.some(other => holds(other, seq, before.mac, other.event, keys))
  // If numbers were closed up or swapped, the seal is valid under another number.
  const belongsElsewhere = rows.some((_, step) => holds(row, seq + BigInt(step), row.prev, row.event, keys))
  if (belongsHere) return fault(belongsElsewhere ? 'reordered' : 'inserted')
  if (belongsElsewhere) return fault('missing')
  const isOfAnother = later.some(({ event }) => holds(row, seq, before.mac, event, keys))
  return fault(isOfAnother ? 'reordered' : 'changed')
}

function holds(
  { mac, keyId }: SealedRow,
  seq: bigint,
  prev: Uint8Array,
  event: AuditEvent | null,
  keys: readonly SealKey[],
): boolean {
  const key = keys.find(({ id }) => id === keyId)
  return key !== undefined && event !== null && isSame(macOf(key, seq, prev, event), mac)
}
