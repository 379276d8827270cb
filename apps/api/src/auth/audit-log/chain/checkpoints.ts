import { createHmac } from 'node:crypto'
import type { AuditCheckpoint } from '@latchkey/database/models'
import { beginning, hex, isHeld, isSame, type Place, type SealKey } from './seals.ts'

/**
 * What a place in the chain is vouched for: what came before was deleted; or from there on another secret seals, the former one being
 * held when it was written, or by an admin's word.
 */
export type CheckpointReason = 'trimmed' | 'rotated' | 'restarted'

export function checkpointAt(
  place: Place,
  why: CheckpointReason,
  at: Date,
  key: SealKey,
  formerKeyId: string | null = null,
): AuditCheckpoint {
  const unsealed = { seq: place.seq, why, at, head: Uint8Array.from(place.mac), formerKeyId }
  return { ...unsealed, mac: macOf(key, unsealed), keyId: key.id }
}

export const placeOf = ({ seq, head }: AuditCheckpoint): Place => ({ seq, mac: head })

/** Checkpoints by what they are worth: whoever may write to the table may write one. */
export interface Checkpoints {
  /** Sealed under a key that is held. */
  readonly proven: readonly AuditCheckpoint[]
  /** Sealed under a key that is gone, for which a later checkpoint says that it was the one until then. */
  readonly counted: readonly AuditCheckpoint[]
  readonly forged: readonly AuditCheckpoint[]
}

export function verifyCheckpoints(all: readonly AuditCheckpoint[], keys: readonly SealKey[]): Checkpoints {
  const proven = all.filter(checkpoint => isGenuine(checkpoint, keys))
  const counted: AuditCheckpoint[] = []
  for (let forged = all.filter(checkpoint => !proven.includes(checkpoint)); ; ) {
    const more = forged.filter(checkpoint => isCounted(checkpoint, { proven, counted }, keys))
    if (more.length === 0) return { proven, counted, forged }
    counted.push(...more)
    forged = forged.filter(checkpoint => !more.includes(checkpoint))
  }
}

/** Whether it is under a key that is gone and sealed until a change of secrets that somebody vouches for; beyond that, none is believed. */
export const isCounted = (
  sealed: { seq: bigint; keyId: string },
  { proven, counted }: Pick<Checkpoints, 'proven' | 'counted'>,
  keys: readonly SealKey[],
): boolean =>
  !isHeld(sealed, keys) &&
  [...proven, ...counted].some(({ seq, formerKeyId }) => formerKeyId === sealed.keyId && seq >= sealed.seq)

/** Where verifying begins: after what was deleted for its age. */
export function startOf({ proven, counted }: Checkpoints): Place {
  const isTrimmed = ({ why }: AuditCheckpoint) => why === 'trimmed'
  const last = proven.findLast(isTrimmed) ?? counted.findLast(isTrimmed)
  return last ? placeOf(last) : beginning
}

function isGenuine(checkpoint: AuditCheckpoint, keys: readonly SealKey[]): boolean {
  const key = keys.find(({ id }) => id === checkpoint.keyId)
  return key !== undefined && isSame(macOf(key, checkpoint), checkpoint.mac)
}

function macOf({ key }: SealKey, { seq, why, at, head, formerKeyId }: Omit<AuditCheckpoint, 'mac' | 'keyId'>) {
  const told = ['checkpoint', String(seq), why, at.toISOString(), hex(head)]
  return createHmac('sha256', key)
    .update(JSON.stringify(formerKeyId === null ? told : [...told, formerKeyId]))
    .digest()
}
