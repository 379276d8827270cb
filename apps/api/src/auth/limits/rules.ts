const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

export interface Rule {
  /** What is counted, each for itself; `limits/keys.ts` folds the spellings of one into one. */
  readonly of: 'address' | 'mailbox' | 'network' | 'id'
  /** The tries after which each further one has to wait; two at least. */
  readonly free: number
  /** The first wait. Each try that follows doubles it. */
  readonly firstWaitMs: number
  readonly longestWaitMs: number
  /** How long after the last wait all is forgotten. */
  readonly forgetMs: number
  /** A guess at a secret, which costs nothing where it is right; everything else is rationed, and costs nothing where it comes to nothing. */
  readonly isGuess?: true
  /** Whether a success forgets the failures before it, and not only itself. */
  readonly isConsecutive?: true
}

const aNetwork = { of: 'network', firstWaitMs: 10 * second, longestWaitMs: 15 * minute, forgetMs: hour } as const
const guesses = { firstWaitMs: minute, longestWaitMs: hour, forgetMs: day, isGuess: true } as const
const theOwner = {
  of: 'id',
  free: 10,
  firstWaitMs: 30 * second,
  longestWaitMs: 15 * minute,
  forgetMs: hour,
  isGuess: true,
  isConsecutive: true,
} as const

/** NIST SP 800-63B-4 section 3.2.2 allows a hundred in a row; each half is counted for itself. Nobody waits by it: it says when it is enough. */
const inARow = {
  of: 'address',
  free: 50,
  firstWaitMs: 0,
  longestWaitMs: 0,
  forgetMs: 400 * day,
  isGuess: true,
  isConsecutive: true,
} as const

/** The longest wait is shorter than a link lives (10 min): however much strangers ask for, an open one lies in the mailbox. */
const aReset = { free: 3, firstWaitMs: minute, longestWaitMs: 8 * minute, forgetMs: day } as const

/**
 * How often something may be tried (ASVS 6.1.1, 6.3.1; docs/security.md). A network is shared by many people, so it may do more than
 * one address; who is known by their browser or their session is counted apart, so that no stranger can keep them out.
 */
export const rules = {
  'sign-in to an address': { ...guesses, of: 'address', free: 10 },
  'sign-in from a network': { ...aNetwork, free: 100, isGuess: true },
  'sign-in from a known browser': theOwner,
  'password in a session': theOwner,
  'failures of strangers': inARow,
  'failures of the owner': inARow,
  'code for an address': { ...guesses, of: 'address', free: 10 },
  'code from a network': { ...aNetwork, free: 30, isGuess: true },
  'mail to an address': { of: 'mailbox', free: 5, firstWaitMs: minute, longestWaitMs: hour, forgetMs: day },
  'mail from a network': { ...aNetwork, free: 50 },
  // Not by mailbox: it goes to whoever has that very address, and nobody's dots or pluses use it up.
  'reset mail to an address': { of: 'address', ...aReset },
  'reset mail for a known browser': { of: 'id', ...aReset },
  'mail asked for by a person': { of: 'id', free: 5, firstWaitMs: minute, longestWaitMs: hour, forgetMs: day },
  'name of a person': { of: 'id', free: 20, firstWaitMs: minute, longestWaitMs: hour, forgetMs: day },
} as const satisfies Record<string, Rule>

export type RuleName = keyof typeof rules
