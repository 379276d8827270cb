import type { AuditEvent, AuditSeal } from '@latchkey/database/models'
import { commitmentOf } from '../../../platform/crypto/commitment.ts'
import { isHeld, isSame, macOf, type Place, type SealKey } from './seals.ts'

/** A seal, its event where that is still there, and whether the event's person is. */
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

/** The first thing that is wrong, by the number of its seal where it has one. */
export interface Broken {
  readonly why: Fault
  readonly seq: bigint | null
  readonly eventId: string | null
}

/** Whether `row` is what was sealed on what it says it stands on. */
export const isTrue = (row: SealedRow, keys: readonly SealKey[]): boolean =>
  holds(row, row.seq, row.prev, row.event, keys)

/** Whether `row` is, as it stands, what was sealed right after `before`. */
export function isSealedAfter(before: Place, row: SealedRow, keys: readonly SealKey[]): boolean {
  return row.seq === before.seq + 1n && isSame(row.prev, before.mac) && isTrue(row, keys)
}

/** Whether `row`, whose own MAC nobody can tell any more, stands where it says. */
export function standsAfter(before: Place, row: SealedRow): boolean {
  return row.seq === before.seq + 1n && isSame(row.prev, before.mac) && row.event !== null
}

/** What is wrong with the personal fields of a sealed event; null where they are as they were, or were rightly dropped. */
export function findPersonalFault({ event, isPersonHere }: SealedRow): Fault | null {
  if (!event) return 'missing'
  if (event.salt !== null) return isSame(commitmentOf(event.salt, event), event.commitment) ? null : 'changed'
  if (event.address !== null || event.ip !== null || event.userAgent !== null) return 'changed'
  // They go with the person, and of nobody's events after a while; whoever is here has theirs.
  return isPersonHere ? 'erased' : null
}

/**
 * Names what was done where the first row of `rows` is not what was sealed right after `before`; the rows that follow tell, unless its
 * own MAC cannot be told any more and is only counted.
 */
export function diagnose(
  before: Place,
  rows: readonly SealedRow[],
  keys: readonly SealKey[],
  isCounted: boolean,
): Broken {
  const [row, ...later] = rows
  const seq = before.seq + 1n
  const fault = (why: Fault): Broken => ({ why, seq, eventId: row?.eventId ?? null })
  if (row && !isCounted && !isHeld(row, keys)) return { ...fault('unknown_key'), seq: row.seq }
  if (!row || row.seq !== seq || !row.event) return fault('missing')
  if (isCounted) return fault('changed')
  // The seal itself is true, and what it stands on is not what stands there.
  if (isTrue(row, keys)) return fault('reordered')
  const belongsHere = later.some(other => holds(other, seq, before.mac, other.event, keys))
  // Where numbers were closed up, or swapped, it is true under another number.
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
