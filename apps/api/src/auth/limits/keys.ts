import { createHmac } from 'node:crypto'
import { networkOf } from '../../platform/client.ts'
import { type Rule, type RuleName, rules } from './rules.ts'

/** What the spellings of one and the same thing have in common. */
const folds: Record<Rule['of'], (value: string) => string> = {
  address: address => address,
  mailbox: mailboxOf,
  network: networkOf,
  id: id => id,
}

/**
 * The name under which something is counted. It is keyed, so that the table holds nobody's address. The first secret makes it: a
 * new one is listed last until every server knows it, and until then all count together. Where it comes first counts begin anew.
 */
export function keyOf(keys: readonly Buffer[], rule: RuleName, of: string): string {
  const [key] = keys
  if (!key) throw new Error('There is no key to count by.')
  return createHmac('sha256', key)
    .update(`${rule}\0${folds[rules[rule].of](of)}`)
    .digest('base64url')
}

/**
 * The mailbox behind a normalised address, as the large providers read it: without what follows a plus, without dots, and under one of
 * the two names of Gmail. Where two
 * people are told apart by a dot, they share what may be mailed to them; nothing else goes by this.
 */
export function mailboxOf(address: string): string {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  const name = local.replace(/(?<=.)\+.*$/, '').replaceAll('.', '')
  const domain = address.slice(at + 1)
  return `${name}@${domain === 'googlemail.com' ? 'gmail.com' : domain}`
}
