import { isOnThisMachine, problemOfAddress, urlOfAddress } from '@latchkey/database/address'
import type { Given } from './given-values.ts'

/** What is missing or unsafe in production, each problem after the name of its variable. */
export function productionProblems(given: Given): string[] {
  const problems: string[] = []
  for (const name of ['APP_URL', 'APP_SECRET', 'TRUST_PROXY', 'SMTP_URL', 'MAIL_FROM'])
    if (!given[name]) problems.push(`${name} must be set in production`)
  problems.push(...secretProblems(given))
  if (given.APP_URL && !/^https:/i.test(given.APP_URL)) problems.push('APP_URL must be https in production')
  for (const name of ['DATABASE_URL', 'DATABASE_DIRECT_URL'])
    if (!statesItsSslMode(given[name]))
      problems.push(`${name} must say sslmode=verify-full in production, or sslmode=disable in a network of your own`)
  return problems
}

/** A shorter alphabet comes from a person or a pattern: 32 random bytes have more characters, also in hexadecimal. */
const fewestCharacters = 8

function secretProblems(given: Given): string[] {
  const problems: string[] = []
  for (const name of ['APP_SECRET', 'GUARD_SECRETS'])
    if (secretsIn(given[name]).some(isGuessable))
      problems.push(`${name} must be random in production, such as from: openssl rand -base64 32`)
  if (secretsIn(given.GUARD_SECRETS).some(secret => secretsIn(given.APP_SECRET).includes(secret)))
    problems.push('GUARD_SECRETS must have secrets of its own, and none of APP_SECRET: all keys come from that one')
  return problems
}

const secretsIn = (value = ''): string[] => (value === '' ? [] : value.split(',').map(secret => secret.trim()))

/** Whether a person could have made up this secret, or left the one of an example. */
const isGuessable = (secret: string): boolean =>
  new Set(secret).size < fewestCharacters || /change.?(me|this)|replace.?(me|this)|your.?secret/i.test(secret)

/** Whether we know how safe the connection is: it stays on this machine, or the URL states its sslmode (ASVS 12.3.1). */
function statesItsSslMode(address: string | undefined): boolean {
  if (address === undefined || problemOfAddress(address) !== null) return true
  const sslMode = urlOfAddress(address).searchParams.get('sslmode') ?? ''
  return isOnThisMachine(address) || ['verify-full', 'disable'].includes(sslMode)
}
