import { isIP } from 'node:net'
import type { Given } from './given-values.ts'

/** Passkeys are made for a domain, and browsers refuse those of another (WebAuthn level 3, section 4: RP ID). */
export const passkeySettings = (
  appUrl: URL,
  {
    RP_ID: rpId = appUrl.hostname,
    RELATED_ORIGINS: related = [],
  }: { RP_ID?: string | undefined; RELATED_ORIGINS?: string[] | undefined },
) => ({
  rpId,
  /** The origins whose pages may use the passkeys. */
  origins: [...new Set([appUrl.origin, ...related])],
  /** Whether pages of other domains may. */
  hasRelated: related.length > 0,
})

/** What is wrong with the domain of passkeys. A mistake would be noticed only once people cannot sign in. */
export function passkeyProblems({ RP_ID: given, APP_URL: appUrl }: Given): string[] {
  if (given === undefined || (appUrl !== undefined && !URL.canParse(appUrl))) return []
  const host = appUrl === undefined ? 'localhost' : new URL(appUrl).hostname
  const rpId = given.toLowerCase()
  if (rpId !== host && (isIP(host) > 0 || !host.endsWith(`.${rpId}`)))
    return [`RP_ID must be the host of APP_URL (${host}), or a domain above it`]
  if (rpId !== host && !rpId.includes('.'))
    return [
      'RP_ID must be a domain of yours, such as example.com: browsers refuse passkeys for all of a top-level domain',
    ]
  return []
}
