import { createHmac } from 'node:crypto'
import type { AuditCheckpoint } from '@latchkey/database/models'
import { beginning, type ChainPosition, hex, isKeyKnown, isSame, type SealKey } from './seals.ts'

/**
 * Why a checkpoint was written. `trimmed`: the events before it were deleted. `rotated` and `restarted`: another secret seals from
 * there on. The former one was still known then (`rotated`), or an admin vouched for it (`restarted`). `restored`: a backup ended there,
 * so what followed it until that time is missing.
 */
export type CheckpointReason = 'trimmed' | 'rotated' | 'restarted' | 'restored'

/** A checkpoint at a position, sealed under `key`. */
export function checkpointAt(
  position: ChainPosition,
  why: CheckpointReason,
  at: Date,
  key: SealKey,
  formerKeyId: string | null = null,
): AuditCheckpoint {
  const unsealed = { seq: position.seq, why, at, head: Uint8Array.from(position.mac), formerKeyId }
  return { ...unsealed, mac: macOf(key, unsealed), keyId: key.id }
}

export const positionOf = ({ seq, head }: AuditCheckpoint): ChainPosition => ({ seq, mac: head })

/** Checkpoints by how far they can be trusted: anyone who can write to the table can write one. */
export interface Checkpoints {
  /** Sealed under a key that we have. */
  readonly proven: readonly AuditCheckpoint[]
  /** Sealed under a key that is gone. A later checkpoint says that it was the key until then. */
  readonly counted: readonly AuditCheckpoint[]
  readonly forged: readonly AuditCheckpoint[]
}

/** Sorts checkpoints by how far they can be trusted. */
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

/** Whether it is sealed under a key that is gone, and no later than a trusted change of secrets. Later seals are not trusted. */
export const isCounted = (
  sealed: { seq: bigint; keyId: string },
  { proven, counted }: Pick<Checkpoints, 'proven' | 'counted'>,
  keys: readonly SealKey[],
): boolean =>
  !isKeyKnown(sealed, keys) &&
  [...proven, ...counted].some(({ seq, formerKeyId }) => formerKeyId === sealed.keyId && seq >= sealed.seq)

/** Where verifying begins: after the events that were deleted for their age. */
export function startOf({ proven, counted }: Checkpoints): ChainPosition {
  const isTrimmed = ({ why }: AuditCheckpoint) => why === 'trimmed'
  const last = proven.findLast(isTrimmed) ?? counted.findLast(isTrimmed)
  return last ? positionOf(last) : beginning
}

function isGenuine(checkpoint: AuditCheckpoint, keys: readonly SealKey[]): boolean {
  const key = keys.find(({ id }) => id === checkpoint.keyId)
  return key !== undefined && isSame(macOf(key, checkpoint), checkpoint.mac)
}

function macOf({ key }: SealKey, { seq, why, at, head, formerKeyId }: Omit<AuditCheckpoint, 'mac' | 'keyId'>) {
  const fields = ['checkpoint', String(seq), why, at.toISOString(), hex(head)]
  return createHmac('sha256', key)
    .update(JSON.stringify(formerKeyId === null ? fields : [...fields, formerKeyId]))
    .digest()
}
