const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

export interface Rule {
  /** What the rule counts. `limits/keys.ts` gives all spellings of one value the same key. */
  readonly of: 'address' | 'mailbox' | 'network' | 'id'
  /** How many attempts are made before each further one has to wait. At least two. */
  readonly free: number
  /** The first wait. Each further attempt doubles it. */
  readonly firstWaitMs: number
  readonly longestWaitMs: number
  /** How long after the last wait the count restarts. */
  readonly forgetMs: number
  /** Counts guesses at a secret: a right one does not count. Every other rule rations an action: one that was not done does not count. */
  readonly isGuess?: true
  /** A success resets the failures before it too. */
  readonly isConsecutive?: true
}

const perNetwork = { of: 'network', firstWaitMs: 10 * second, longestWaitMs: 15 * minute, forgetMs: hour } as const
const perAddress = { firstWaitMs: minute, longestWaitMs: hour, forgetMs: day, isGuess: true } as const
const knownOwner = {
  of: 'id',
  free: 10,
  firstWaitMs: 30 * second,
  longestWaitMs: 15 * minute,
  forgetMs: hour,
  isGuess: true,
  isConsecutive: true,
} as const

/**
 * NIST SP 800-63B-4 section 3.2.2 allows 100 failures in a row. Strangers get half, and a known browser the other half. This causes no
 * wait; it only shows when the limit is reached.
 */
const failuresInARow = {
  free: 50,
  firstWaitMs: 0,
  longestWaitMs: 0,
  forgetMs: 400 * day,
  isGuess: true,
  isConsecutive: true,
} as const

/** The longest wait is shorter than the lifetime of a link (10 min). So strangers cannot leave the mailbox without an open link. */
const aReset = { free: 3, firstWaitMs: minute, longestWaitMs: 8 * minute, forgetMs: day } as const

/**
 * How often something may be tried (ASVS 6.1.1, 6.3.1; docs/security.md). Many people share a network, so it may do more than one
 * address. A person known by their browser or session is counted separately, so that no stranger can lock them out.
 */
export const rules = {
  'sign-in to an address': { ...perAddress, of: 'address', free: 10 },
  'sign-in from a network': { ...perNetwork, free: 100, isGuess: true },
  'sign-in from a known browser': knownOwner,
  'password in a session': knownOwner,
  'failures of strangers': { ...failuresInARow, of: 'address' },
  'failures in a known browser': { ...failuresInARow, of: 'id' },
  'code for an address': { ...perAddress, of: 'address', free: 10 },
  'code from a network': { ...perNetwork, free: 30, isGuess: true },
  'mail to an address': { of: 'mailbox', free: 5, firstWaitMs: minute, longestWaitMs: hour, forgetMs: day },
  'mail from a network': { ...perNetwork, free: 50 },
  // Counted by exact address: variants of it with dots or pluses, which share its mailbox, must not use it up.
  'reset mail to an address': { of: 'address', ...aReset },
  'reset mail for a known browser': { of: 'id', ...aReset },
  'mail asked for by a person': { of: 'id', free: 5, firstWaitMs: minute, longestWaitMs: hour, forgetMs: day },
  'exports of a person': { of: 'id', free: 5, firstWaitMs: minute, longestWaitMs: hour, forgetMs: day },
  'name of a person': { of: 'id', free: 20, firstWaitMs: minute, longestWaitMs: hour, forgetMs: day },
} as const satisfies Record<string, Rule>

export type RuleName = keyof typeof rules
