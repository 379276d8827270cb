import { createHash } from 'node:crypto'
import { userAgent } from '@latchkey/contracts/technical'
import type { Deps } from '../../deps.ts'

const waitMs = 1000
/** What is sent of the SHA-1, in hexadecimal: hundreds of breached passwords share it, so the answer names none. */
const prefixLength = 5

/**
 * Whether a password is known from a breach, as BREACH_CHECK_URL tells by a range of hashes (k-anonymity, as Have I Been Pwned
 * answers it). Without that setting nobody is asked, and without an answer within a second no password counts as breached.
 */
export async function isBreached({ settings, log }: Deps, password: string): Promise<boolean> {
  if (settings.breachCheckUrl === undefined) return false
  const hash = createHash('sha1').update(password).digest('hex').toUpperCase()
  try {
    const range = await fetchRange(settings.breachCheckUrl + hash.slice(0, prefixLength))
    return range.split(/\r?\n/).some(line => isBreachOf(hash.slice(prefixLength), line))
  } catch (error) {
    // Signing up must not hang on somebody else's server. Of the error no more than its name: it may hold the address asked.
    log.warn(
      { event: 'breach_check_failed', reason: (error as Error).name },
      'a new password was not checked for breaches',
    )
    return false
  }
}

async function fetchRange(url: string): Promise<string> {
  const response = await fetch(url, {
    // Made-up lines fill the answer, so its length does not tell which range was asked for.
    headers: { 'add-padding': 'true', 'user-agent': userAgent },
    redirect: 'error',
    signal: AbortSignal.timeout(waitMs),
  })
  if (!response.ok) throw new Error(`The breach check answered ${response.status}.`)
  return response.text()
}

/** Lines are `REST-OF-HASH:COUNT`; those that only pad have the count 0. */
function isBreachOf(suffix: string, line: string): boolean {
  const [listed = '', count = ''] = line.split(':')
  return listed.toUpperCase() === suffix && Number(count) > 0
}
