import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { AuditEvent, AuditSeal } from '@latchkey/database/models'

/** A key that seals, and its id in the chain. The id tells which secret of APP_SECRET it comes from. */
export interface SealKey {
  readonly id: string
  readonly key: KeyObject
}

/** A position in the chain, and the MAC there. The next seal builds on that MAC. */
export interface ChainPosition {
  readonly seq: bigint
  readonly mac: Uint8Array
}

/** The position before the first seal. */
export const beginning: ChainPosition = { seq: 0n, mac: Buffer.alloc(32) }

/** The keys with their ids, in the order of the secrets. */
export const sealKeysOf = (keys: readonly KeyObject[]): SealKey[] =>
  keys.map(key => ({ key, id: createHmac('sha256', key).update('key id').digest('hex').slice(0, 8) }))

/** The key that seals now. */
export function requireFirst([key]: readonly SealKey[]): SealKey {
  if (!key) throw new Error('There is no key to seal with.')
  return key
}

type Mac = Buffer<ArrayBuffer>

/** The MAC of an event that follows `prev`. It covers the number, the event, the commitment to its personal fields, and `prev`. */
export const macOf = ({ key }: SealKey, seq: bigint, prev: Uint8Array, event: AuditEvent): Mac =>
  mac(key, [
    ...['seal', String(seq), event.id, event.at.toISOString(), event.kind, event.count],
    ...[event.userId, event.sessionId, event.deviceId, event.requestId, hex(event.commitment), hex(prev)],
  ])

/** The seal of an event that follows `last`. */
export const sealAfter = (last: ChainPosition, event: AuditEvent, key: SealKey): AuditSeal & { mac: Mac } => {
  const seq = last.seq + 1n
  const prev = Uint8Array.from(last.mac)
  return { seq, eventId: event.id, prev, mac: macOf(key, seq, prev, event), keyId: key.id }
}

/** Compares MACs in constant time (OWASP ASVS 5.0, 11.2.4). */
export const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b)

/** Whether we have the key of a seal or a checkpoint. */
export const isKeyKnown = ({ keyId }: { keyId: string }, keys: readonly SealKey[]): boolean =>
  keys.some(({ id }) => id === keyId)

export const isAt = (one: ChainPosition, other: ChainPosition): boolean =>
  one.seq === other.seq && isSame(one.mac, other.mac)

/** Whether one of `heads` has another MAC for this position. */
export const isContradicted = (position: ChainPosition, heads: readonly ChainPosition[]): boolean =>
  heads.some(head => head.seq === position.seq && !isAt(head, position))

const mac = (key: KeyObject, fields: readonly unknown[]): Mac =>
  createHmac('sha256', key).update(JSON.stringify(fields)).digest()

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
