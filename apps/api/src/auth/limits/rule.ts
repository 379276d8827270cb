/** How often something may be tried. `limits/rules.ts` has them all. */
export interface Rule {
  /** What the rule counts. `limits/keys.ts` gives all spellings of one value the same key. */
  readonly of: 'address' | 'mailbox' | 'network' | 'id' | 'everybody'
  /** How many attempts are made before each further one has to wait. At least two. */
  readonly free: number
  /** The first wait. Each further attempt doubles it. */
  readonly firstWaitMs: number
  readonly longestWaitMs: number
  /** How long after the last wait the count restarts. */
  readonly forgetMs: number
  /** The same for a count of one or two, of which there may be very many. Default: `forgetMs`. */
  readonly forgetFewMs?: number
  /** What is logged each time the free attempts are used up. */
  readonly alarm?: { readonly event: string; readonly says: string }
  /** Counts guesses at a secret: a right one does not count. Every other rule rations an action: one that was not done does not count. */
  readonly isGuess?: true
  /** A success resets the failures before it too. */
  readonly isConsecutive?: true
}
