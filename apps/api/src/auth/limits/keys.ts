import { createHmac, randomInt } from 'node:crypto'
import { networkOf, siteOf } from '../../platform/client.ts'
import type { Keys } from '../../platform/crypto/keys.ts'
import type { Rule } from './rule.ts'
import { everybodyMs, type RuleName, rules, sharesOfEverybody } from './rules.ts'

/** Maps all spellings of one value to the same text. */
const folds: Record<Rule['of'], (value: string) => string> = {
  address: address => address,
  mailbox: mailboxOf,
  network: networkOf,
  id: id => id,
  everybody: share => share,
}

/**
 * The key of a counter: an HMAC, so that the table stores no addresses. It uses the first secret. A new secret is listed last until
 * every server knows it, so all servers share their counts until then. When the new secret is listed first, all counts restart.
 * @throws if there is no secret
 */
export const keyOf = (keys: Keys, rule: RuleName, of: string): string =>
  hmac(keys, `${rule}\0${folds[rules[rule].of](of)}`)

/** The key of the counter for the site around an address. Null for a rule that counts no networks, and for an address without a site. */
export function siteKeyOf(keys: Keys, rule: RuleName, of: string): string | null {
  const site = rules[rule].of === 'network' ? siteOf(of) : null
  return site === null ? null : hmac(keys, `${rule}\0site ${site}`)
}

/** The key of what only one request may do at a time. */
export const leaseKeyOf = (keys: Keys, what: string, of: string): string => hmac(keys, `lease ${what}\0${of}`)

/** The ten minutes that a count of all strangers is for. */
export const windowOfEverybody = (at: Date): string => String(Math.floor(at.getTime() / everybodyMs))

/** The key of one of the counts that share such ten minutes: a random one that `isFree`, so that no attempt waits for another one's. */
export function keyOfShare(keys: Keys, rule: RuleName, window: string, isFree: (key: string) => boolean): string {
  const keyAt = (share: number) => keyOf(keys, rule, `${window} ${share % sharesOfEverybody}`)
  const first = randomInt(sharesOfEverybody)
  for (let share = first; share < first + sharesOfEverybody; share++) {
    const key = keyAt(share)
    if (isFree(key)) return key
  }
  return keyAt(first)
}

function hmac([key]: Keys, text: string): string {
  if (!key) throw new Error('There is no key for the limit counters.')
  return createHmac('sha256', key).update(text).digest('base64url')
}

/**
 * The mailbox of a normalised address, as large providers read it: without the part after a plus, without dots, and with one of the
 * two Gmail domains. Two people whose addresses differ only by a dot share one mail limit. Nothing else uses this.
 */
export function mailboxOf(address: string): string {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  const name = local.replace(/(?<=.)\+.*$/, '').replaceAll('.', '')
  const domain = address.slice(at + 1)
  return `${name}@${domain === 'googlemail.com' ? 'gmail.com' : domain}`
}
