import type { AuditCheckpoint } from '@latchkey/database/models'
import { type ChainPosition, hex } from './seals.ts'
import type { Broken, Fault } from './walk.ts'

/** What an admin reads about a fault. */
const faults: Record<Fault, string> = {
  changed: 'was changed: it is not what was sealed',
  missing: 'is missing',
  inserted: 'was inserted: it has no valid seal',
  reordered: 'is in the position of another',
  erased: 'has lost its personal fields, though its person still has an account',
  cut: 'and everything after it was cut off',
  unsealed: 'was never sealed, though later ones were',
  unknown_key: 'is sealed under a secret that APP_SECRET does not contain, and no checkpoint vouches for it',
  forged_checkpoint: 'has a checkpoint that was not sealed with the key',
}

/** Reads a head as the log prints it, `SEQ:MAC`. Null if it is not one. */
export function headFrom(typed: string): ChainPosition | null {
  const [, seq, mac] = /^(\d{1,18}):([\da-f]{64})$/.exec(typed) ?? []
  return seq !== undefined && mac !== undefined ? { seq: BigInt(seq), mac: Buffer.from(mac, 'hex') } : null
}

/** A head as the log prints it. */
export const printHead = ({ seq, mac }: ChainPosition): string => `${seq}:${hex(mac)}`

/** The result of verifying a chain. */
export interface Verdict {
  /** Events whose seal and personal fields are unchanged. */
  readonly proven: number
  /** How many of these had their personal fields erased. */
  readonly erased: number
  /** Seals under a secret that is gone. A checkpoint stands for them; they are present and in order. */
  readonly unproven: number
  /** Events that are not sealed yet. */
  readonly unsealed: number
  /** When the oldest of them happened. */
  readonly since: Date | null
  /** Where a restored backup ends: what was sealed after it, until then, is missing. */
  readonly gaps: readonly AuditCheckpoint[]
  /** Where an admin accepted a head without its secret. */
  readonly restarts: readonly AuditCheckpoint[]
  /** Heads from before the beginning: what they stand for was deleted for its age, so they cannot be compared. */
  readonly unchecked: readonly ChainPosition[]
  readonly head: ChainPosition
  /** The first fault; null if there is none. */
  readonly broken: Broken | null
}

/** The lines that an admin reads about a verdict. */
export function formatVerdict({ proven, erased, unproven, unsealed, since, head, broken, ...rest }: Verdict): string[] {
  const lines = [`${proven} events are as they were sealed, ${erased} of them without their personal fields.`]
  if (unproven > 0)
    lines.push(`${unproven} events are sealed under a secret that is gone: a checkpoint stands for them.`)
  for (const { seq, at, formerKeyId } of rest.restarts)
    lines.push(`An admin accepted seal ${seq} on ${at.toISOString()}, without the secret ${formerKeyId}.`)
  for (const { seq, at } of rest.gaps)
    lines.push(
      `A backup that ends with seal ${seq} was restored on ${at.toISOString()}: what happened between is missing here. The logs have it.`,
    )
  for (const { seq } of rest.unchecked)
    lines.push(`The head ${seq} cannot be checked: the events it stands for were deleted for their age.`)
  if (broken) return [...lines, `BROKEN  ${nameOf(broken)} ${faults[broken.why]}.`]
  if (head.seq === 0n)
    lines.push('Nothing is sealed. Only a head from the logs (--head) can show whether everything was deleted.')
  lines.push(`${unsealed} events are waiting to be sealed${since ? `, the oldest since ${since.toISOString()}` : ''}.`)
  return [...lines, `head  ${printHead(head)}`]
}

const nameOf = ({ seq, eventId }: Broken): string =>
  [seq === null ? [] : `seal ${seq}`, eventId === null ? [] : `event ${eventId}`].flat().join(', ')
