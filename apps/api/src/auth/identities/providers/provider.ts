import type { Method } from '../../factors/assurance.ts'

/** What a provider proved about a person. */
export interface ProvenIdentity {
  /** The id of the settings, such as `google`. */
  readonly provider: string
  /** As the ID token says. With Microsoft's `common` it is the issuer of the person's own tenant. */
  readonly issuer: string
  /** Identifies the person together with `issuer`. 1 to 255 characters of ASCII (OpenID Connect Core 1.0, section 2). */
  readonly subject: string
  /** Normalised as the contract says. Null without one, or with an invalid one. */
  readonly email: string | null
  /** By the rule of the preset, and never more than the claim says. False without an address. */
  readonly isEmailVerified: boolean
  /** Cut to the contract's rule for names. Null without one, or with an invalid one. */
  readonly name: string | null
  /** `fed`, and what `amr` and `acr` prove. */
  readonly methods: readonly Method[]
  /** The session at the provider (`sid`), which a logout token may name. */
  readonly providerSession: string | null
  /** When the person last proved who they are to the provider (`auth_time`). */
  readonly authenticatedAt: Date | null
}

/** What a logout token says (OpenID Connect Back-Channel Logout 1.0, section 2.4). At least one of `subject` and `providerSession` is set. */
export interface LogoutRequest {
  readonly issuer: string
  readonly subject: string | null
  readonly providerSession: string | null
  /** The token's own id (`jti`), for the log. */
  readonly id: string
  readonly issuedAt: Date
}

/** What one way to a provider and back must remember, besides what is public. */
export interface FlowSecrets {
  readonly redirectUri: string
  readonly state: string
  readonly nonce: string
  /** The `code_verifier` of PKCE (RFC 7636): 43 to 128 characters. */
  readonly verifier: string
}

/** `login`: to sign in again, and to say when. `select_account`: to see which account it is; where no one can choose, to sign in again. */
export type Prompt = 'login' | 'select_account'

/** An enabled provider. Every method throws `ProviderError` and nothing else. */
export interface Provider {
  readonly id: string
  /** For the button. */
  readonly label: string
  readonly preset: string
  /** The address of the provider's login page. */
  begin(flow: FlowSecrets & { prompt?: Prompt; loginHint?: string }): Promise<URL>
  /**
   * Checks the callback, and exchanges its code. `callback` is the whole address, of APP_URL's origin. With `maxAgeMs`, the person must
   * have proved who they are to the provider no longer ago than that.
   */
  finish(callback: URL, flow: FlowSecrets & { maxAgeMs?: number }): Promise<ProvenIdentity>
  /** Checks a logout token. */
  readLogoutToken(token: string): Promise<LogoutRequest>
  /** Where a person can sign out at the provider. Null if it has no such page. */
  signOutUrl(returnTo: string): Promise<URL | null>
  /** Whether an operator trusts this provider for the domain of the identity's verified address: then it may link without another proof. */
  isTrustedFor(identity: ProvenIdentity): boolean
}

/** What differs between one kind of provider and another. */
export type Ways = Pick<Provider, 'begin' | 'finish' | 'readLogoutToken' | 'signOutUrl'>

/** The enabled providers, in the order of their settings. A disabled one is neither listed nor found. */
export interface Providers {
  list(): readonly Provider[]
  find(id: string): Provider | null
}

/**
 * Why a provider did not prove who somebody is. `denied`: the person or the provider said no. `expired`: it took too long, or the code was
 * used before. `misconfigured`: an operator must look. `down`: the provider does not answer. `invalid`: the answer is not to be believed.
 */
export type ProviderFailure = 'denied' | 'expired' | 'misconfigured' | 'down' | 'invalid'

/** It never holds what the provider wrote: only `detail`, made of names that we chose, for the operator's log. */
export class ProviderError extends Error {
  override name = 'ProviderError'
  readonly kind: ProviderFailure
  readonly detail: string

  constructor(kind: ProviderFailure, detail: string) {
    super(`a provider failed (${kind}): ${detail}`)
    this.kind = kind
    this.detail = detail
  }
}
