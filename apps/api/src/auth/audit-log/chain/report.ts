import type { AuditCheckpoint } from '@latchkey/database/models'
import { hex, type Place } from './seals.ts'
import type { Broken, Fault } from './walk.ts'

/** What an admin reads of a fault. */
const faults: Record<Fault, string> = {
  changed: 'was changed: it is not what was sealed',
  missing: 'is missing',
  inserted: 'was inserted: nobody sealed it',
  reordered: 'stands in the place of another',
  erased: 'has lost its personal fields, though its person is still here',
  cut: 'and whatever followed it was cut off',
  unsealed: 'was never sealed, though later ones were',
  unknown_key: 'is sealed under a secret that APP_SECRET does not hold, and nothing vouches for it',
  forged_checkpoint: 'has a checkpoint that was not sealed with the key',
}

/** A head as the log has it, `SEQ:MAC`; null where it is none. */
export function headFrom(typed: string): Place | null {
  const [, seq, mac] = /^(\d{1,18}):([\da-f]{64})$/.exec(typed) ?? []
  return seq !== undefined && mac !== undefined ? { seq: BigInt(seq), mac: Buffer.from(mac, 'hex') } : null
}

/** What was found out about a chain. */
export interface Verdict {
  /** Events whose seal and personal fields were found to be as they were sealed. */
  readonly proven: number
  /** Of these, how many have had their personal fields dropped. */
  readonly erased: number
  /** Seals under a secret that is gone: what a checkpoint stands for, seen to be there and in order. */
  readonly unproven: number
  /** Events that wait to be sealed. */
  readonly unsealed: number
  /** Since when the oldest of them waits. */
  readonly since: Date | null
  /** Where an admin took a head for true whose secret was gone. */
  readonly restarts: readonly AuditCheckpoint[]
  /** Heads from before what was deleted for its age: nothing is left to compare them with. */
  readonly unchecked: readonly Place[]
  readonly head: Place
  /** The first thing that is wrong; null where all is well. */
  readonly broken: Broken | null
}

/** A verdict as an admin reads it. */
export function inWords({ proven, erased, unproven, unsealed, since, head, broken, ...told }: Verdict): string[] {
  const lines = [`${proven} events are as they were sealed, ${erased} of them without their personal fields.`]
  if (unproven > 0) lines.push(`${unproven} are sealed under a secret that is gone: a checkpoint stands for them.`)
  for (const { seq, at, formerKeyId } of told.restarts)
    lines.push(`An admin took seal ${seq} for true on ${at.toISOString()}, without the secret ${formerKeyId}.`)
  for (const { seq } of told.unchecked)
    lines.push(`The head ${seq} cannot be checked: what it stands for was deleted for its age.`)
  if (broken) return [...lines, `BROKEN  ${nameOf(broken)} ${faults[broken.why]}.`]
  if (head.seq === 0n)
    lines.push('Nothing is sealed. Only a head out of the logs (--head) can tell whether it was all deleted.')
  lines.push(`${unsealed} wait to be sealed${since ? `, the oldest since ${since.toISOString()}` : ''}.`)
  return [...lines, `head  ${head.seq}:${hex(head.mac)}`]
}

const nameOf = ({ seq, eventId }: Broken): string =>
  [seq === null ? [] : `seal ${seq}`, eventId === null ? [] : `event ${eventId}`].flat().join(', ')
