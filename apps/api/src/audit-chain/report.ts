import type { Place } from './seals.ts'
import type { Fault } from './walk.ts'

/** What an operator reads of a fault. */
export const faults: Record<Fault, string> = {
  changed: 'was changed: it is not what was sealed',
  missing: 'is missing',
  inserted: 'was inserted: nobody sealed it',
  reordered: 'stands in the place of another',
  erased: 'has lost its personal fields, though its person is still here',
  cut: 'and whatever followed it was cut off',
  unsealed: 'was never sealed, though later ones were',
  unknown_key: 'is sealed under a secret that APP_SECRET does not hold',
}

/** A head as the log has it, `SEQ:MAC`; null where it is none. */
export function headFrom(typed: string): Place | null {
  const [, seq, mac] = /^(\d{1,18}):([\da-f]{64})$/.exec(typed) ?? []
  return seq !== undefined && mac !== undefined ? { seq: BigInt(seq), mac: Buffer.from(mac, 'hex') } : null
}
