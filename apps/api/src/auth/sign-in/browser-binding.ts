import type { Deps } from '../../deps.ts'
import type { BrowserTokens } from '../../platform/context.ts'
import { mintToken, readToken } from '../../platform/crypto/token.ts'

/** What ties an unfinished sign-in to the browser that began it. */
export interface Binding {
  /** For the browser's cookie. Tabs share it. */
  readonly token: string
  /** What the challenge remembers: the SHA-256 of the token, in hex. */
  readonly hash: string
}

/** The cookie that holds the token. */
export type BindingCookie = 'signIn' | 'passkey'

/** Ties a sign-in to this browser, by the token in its cookie or by a new one. */
export function bindTo(deps: Deps, browser: BrowserTokens, cookie: BindingCookie = 'signIn'): Binding {
  const kept = browser[cookie]
  const hash = kept === undefined ? null : hashIn(deps, kept)
  if (kept !== undefined && hash !== null) return { token: kept, hash }
  const minted = mintToken(deps.keys('browser of a sign-in'))
  return { token: minted.token, hash: minted.hash.toString('hex') }
}

/** Whether this is the browser that began a sign-in. `hash` is null if an API client began it: it holds the secret alone. */
export function isBoundTo(
  deps: Deps,
  hash: string | null,
  browser: BrowserTokens | null,
  cookie: BindingCookie = 'signIn',
): boolean {
  if (hash === null) return browser === null
  const kept = browser?.[cookie]
  return kept !== undefined && hashIn(deps, kept) === hash
}

const hashIn = (deps: Deps, token: string): string | null =>
  readToken(deps.keys('browser of a sign-in'), token)?.hash.toString('hex') ?? null
