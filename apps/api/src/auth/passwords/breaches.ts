import { createHash } from 'node:crypto'
import { userAgent } from '@latchkey/contracts/technical'
import type { Deps } from '../../deps.ts'

const waitMs = 1000
/** How many hexadecimal digits of the SHA-1 are sent. Hundreds of breached passwords share them, so they identify none. */
const prefixLength = 5

/**
 * Whether a password is known from a breach. Asks BREACH_CHECK_URL for a range of hashes (k-anonymity, as Have I Been Pwned
 * offers it). False without that setting, and without a valid answer within a second.
 */
export async function isBreached({ settings, log }: Deps, password: string): Promise<boolean> {
  if (settings.breachCheckUrl === undefined) return false
  const hash = createHash('sha1').update(password).digest('hex').toUpperCase()
  try {
    const range = await fetchRange(settings.breachCheckUrl + hash.slice(0, prefixLength))
    return range.split(/\r?\n/).some(line => isBreachOf(hash.slice(prefixLength), line))
  } catch (error) {
    // Sign-up must not depend on an external server. Log only the name of the error: its message may contain the URL.
    log.warn(
      { event: 'breach_check_failed', reason: (error as Error).name },
      'a new password was not checked for breaches',
    )
    return false
  }
}

async function fetchRange(url: string): Promise<string> {
  const response = await fetch(url, {
    // The service then adds padding lines, so the length of its answer does not reveal the range.
    headers: { 'add-padding': 'true', 'user-agent': userAgent },
    redirect: 'error',
    signal: AbortSignal.timeout(waitMs),
  })
  if (!response.ok) throw new Error(`The breach check answered ${response.status}.`)
  return response.text()
}

/** Lines are `REST-OF-HASH:COUNT`. Padding lines have the count 0. */
function isBreachOf(suffix: string, line: string): boolean {
  const [listed = '', count = ''] = line.split(':')
  return listed.toUpperCase() === suffix && Number(count) > 0
}
