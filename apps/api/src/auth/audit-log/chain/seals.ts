import { createHmac, timingSafeEqual } from 'node:crypto'
import type { AuditEvent, AuditSeal } from '@latchkey/database/models'

/** A key that seals, and by what name the chain knows it: which secret of APP_SECRET it is from. */
export interface SealKey {
  readonly id: string
  readonly key: Buffer
}

/** A place in the chain: the MAC that stands there is what the next seal stands on. */
export interface Place {
  readonly seq: bigint
  readonly mac: Uint8Array
}

/** What stands before the first seal. */
export const beginning: Place = { seq: 0n, mac: Buffer.alloc(32) }

export const sealKeysOf = (keys: readonly Buffer[]): SealKey[] =>
  keys.map(key => ({ key, id: createHmac('sha256', key).update('key id').digest('hex').slice(0, 8) }))

type Mac = Buffer<ArrayBuffer>

/** The MAC of an event that follows `prev`: over its number, itself with the commitment for what is personal, and what it stands on. */
export const macOf = ({ key }: SealKey, seq: bigint, prev: Uint8Array, event: AuditEvent): Mac =>
  mac(key, [
    ...['seal', String(seq), event.id, event.at.toISOString(), event.kind, event.count],
    ...[event.userId, event.sessionId, event.deviceId, event.requestId, hex(event.commitment), hex(prev)],
  ])

/** The seal of an event that comes after `last`. */
export const sealAfter = (last: Place, event: AuditEvent, key: SealKey): AuditSeal & { mac: Mac } => {
  const seq = last.seq + 1n
  const prev = Uint8Array.from(last.mac)
  return { seq, eventId: event.id, prev, mac: macOf(key, seq, prev, event), keyId: key.id }
}

/** In constant time, as one compares MACs (OWASP ASVS 5.0, 11.2.4). */
export const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b)

export const isHeld = ({ keyId }: { keyId: string }, keys: readonly SealKey[]): boolean =>
  keys.some(({ id }) => id === keyId)

export const isAt = (one: Place, other: Place): boolean => one.seq === other.seq && isSame(one.mac, other.mac)

/** Whether one of `heads` says that something else stood in this place. */
export const isContradicted = (place: Place, heads: readonly Place[]): boolean =>
  heads.some(head => head.seq === place.seq && !isAt(head, place))

const mac = (key: Buffer, fields: readonly unknown[]): Mac =>
  createHmac('sha256', key).update(JSON.stringify(fields)).digest()

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
