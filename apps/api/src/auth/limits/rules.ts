import type { Rule } from './rule.ts'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

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
  // Someone who tries one password at many addresses leaves a count for each. Two a week at one address are too few to matter.
  forgetFewMs: 7 * day,
  isGuess: true,
  isConsecutive: true,
} as const

/** How often an account may be signed in to. A program that does it without end would fill tables and mailboxes. */
const signIns = { of: 'id', free: 60 } as const

/** How many counts share what is allowed to everybody. One would be a queue: attempts wait for each other to write their count. */
export const sharesOfEverybody = 16
/** How long such a count lasts. */
export const everybodyMs = 10 * minute

/** A thousand guesses of strangers in ten minutes. Then each of these counts allows one more in ten seconds. */
const guessesOfEverybody = {
  of: 'everybody',
  free: 64,
  firstWaitMs: second,
  longestWaitMs: 10 * second,
  forgetMs: everybodyMs,
  isGuess: true,
} as const

/** What an account does with the right password. Each time adds rows and events, so a program must not do it without end. */
const oftenByAPerson = { of: 'id', free: 30, firstWaitMs: 10 * second, longestWaitMs: minute, forgetMs: hour } as const

/** What a person changes now and then. Each change is kept, or announced to every server. */
const seldomByAPerson = { of: 'id', free: 20, firstWaitMs: minute, longestWaitMs: hour, forgetMs: day } as const

/** An IPv6 /48 may do this much more than one /64 in it. */
export const siteFactor = 2

/** The longest wait is shorter than the shortest RESET_LINK_LIFETIME (10 min). So strangers cannot leave the mailbox without an open link. */
const aReset = { free: 3, firstWaitMs: minute, longestWaitMs: 8 * minute, forgetMs: day } as const

/**
 * How often something may be tried (ASVS 6.1.1, 6.3.1; docs/security.md). Many people share a network, so it may do more than one
 * address. A person known by their browser or session is counted separately, so that no stranger can lock them out.
 */
export const rules = {
  'sign-in to an address': { ...perAddress, of: 'address', free: 10 },
  'sign-in from a network': { ...perNetwork, free: 100, isGuess: true },
  'sign-in from anywhere': {
    ...guessesOfEverybody,
    alarm: { event: 'password_spraying', says: 'strangers guess at many passwords: from now on they have to wait' },
  },
  'sign-in on a new device': { ...signIns, firstWaitMs: minute, longestWaitMs: hour, forgetMs: day },
  'sign-in on a known device': { ...signIns, firstWaitMs: 10 * second, longestWaitMs: minute, forgetMs: hour },
  'unfinished sign-in': { ...signIns, firstWaitMs: 10 * second, longestWaitMs: minute, forgetMs: hour },
  'sign-in from a known browser': knownOwner,
  'password in a session': knownOwner,
  'failures of strangers': { ...failuresInARow, of: 'address' },
  'failures in a known browser': { ...failuresInARow, of: 'id' },
  // A passkey or a recovery code cannot be guessed, so it counts for one sign-in: guesses at codes of an app keep no owner from it.
  'factor of a sign-in': {
    of: 'id',
    free: 5,
    firstWaitMs: 30 * second,
    longestWaitMs: 15 * minute,
    forgetMs: hour,
    isGuess: true,
  },
  'factor of a person': {
    of: 'id',
    free: 5,
    firstWaitMs: 30 * second,
    longestWaitMs: hour,
    forgetMs: day,
    isGuess: true,
  },
  'factor in a known browser': knownOwner,
  'factor in a session': knownOwner,
  // A stranger who gets this far knows the password. The owner must hear of it soon.
  'failed factors of strangers': { ...failuresInARow, of: 'id', free: 5 },
  // A ceiling over strangers, known browsers and sessions (NIST SP 800-63B-4 section 3.2.2). No reset forgets it.
  'failed factors of a person': {
    ...failuresInARow,
    of: 'id',
    free: 100,
    firstWaitMs: minute,
    longestWaitMs: hour,
  },
  'new apps of a person': seldomByAPerson,
  'failed factors in a known browser': { ...failuresInARow, of: 'id' },
  'factor names of a person': seldomByAPerson,
  'recovery codes of a person': { ...seldomByAPerson, free: 10 },
  // The owner cancelled the earlier ones: someone else knows the password, and every request mails the owner.
  'factor resets of a person': { of: 'id', free: 2, firstWaitMs: day, longestWaitMs: 7 * day, forgetMs: 30 * day },
  // In a session: one that was stolen, and is not confirmed, must not keep its person from confirming another one.
  'options for a passkey': oftenByAPerson,
  'passkey options of a sign-in': oftenByAPerson,
  // Each view of the login page asks for them, and leaves a row for ten minutes. The waits are short: a busy network gets this far.
  'passkey options from a network': {
    of: 'network',
    free: 600,
    firstWaitMs: second,
    longestWaitMs: second,
    forgetMs: 10 * minute,
  },
  'passkey options in a known browser': { ...oftenByAPerson, free: 60 },
  // Each leaves a row for ten minutes. A network of many people may begin many.
  'ways to providers from a network': { ...perNetwork, free: 200 },
  // Each asks the provider's server, and proves somebody to it.
  'returns from providers from a network': { ...perNetwork, free: 200 },
  'ways to providers of a person': seldomByAPerson,
  'code for an address': { ...perAddress, of: 'address', free: 10 },
  // Strangers elsewhere must not keep the owner from a code, so the longest waits are for the address and one network together. For the
  // address alone they are short. They bound what many networks together can mail or guess.
  'code mail to an address from a network': {
    of: 'id',
    free: 5,
    firstWaitMs: minute,
    longestWaitMs: hour,
    forgetMs: day,
  },
  'code mail to an address': {
    of: 'address',
    free: 20,
    firstWaitMs: 30 * second,
    longestWaitMs: 2 * minute,
    forgetMs: hour,
  },
  'sign-in code for an address from a network': { ...perAddress, of: 'id', free: 10 },
  'sign-in code for an address': {
    of: 'address',
    free: 50,
    firstWaitMs: minute,
    longestWaitMs: 8 * minute,
    forgetMs: day,
    isGuess: true,
    isConsecutive: true,
  },
  // A ceiling over all networks, as for factors. It leaves known browsers alone: their owner is not to be locked out by strangers.
  'failed codes of strangers': {
    ...failuresInARow,
    of: 'address',
    free: 100,
    firstWaitMs: minute,
    longestWaitMs: hour,
  },
  'code in a known browser': knownOwner,
  'code from a network': { ...perNetwork, free: 30, isGuess: true },
  'code from anywhere': {
    ...guessesOfEverybody,
    alarm: { event: 'code_spraying', says: 'strangers guess at many codes: from now on they have to wait' },
  },
  'mail to an address': { of: 'mailbox', free: 5, firstWaitMs: minute, longestWaitMs: hour, forgetMs: day },
  'mail from a network': { ...perNetwork, free: 50 },
  // Two thousand mails in ten minutes. Only an alarm: with a wait, strangers could keep everybody from signing up.
  'mail from anywhere': {
    of: 'everybody',
    free: 128,
    firstWaitMs: 0,
    longestWaitMs: 0,
    forgetMs: everybodyMs,
    alarm: { event: 'mail_flood', says: 'strangers ask for very many mails, from many networks' },
  },
  // Counted by exact address: variants of it with dots or pluses, which share its mailbox, must not use it up.
  'reset mail to an address': { of: 'address', ...aReset },
  'reset mail for a known browser': { of: 'id', ...aReset },
  'code mail for a known browser': { of: 'id', free: 5, firstWaitMs: minute, longestWaitMs: 8 * minute, forgetMs: day },
  'mail asked for by a person': { of: 'id', free: 5, firstWaitMs: minute, longestWaitMs: hour, forgetMs: day },
  'exports of a person': { of: 'id', free: 5, firstWaitMs: minute, longestWaitMs: hour, forgetMs: day },
  'confirmation of a person': oftenByAPerson,
  // With a stolen session of an admin, a thief reads no more than some thousand addresses in an hour.
  'searches of an admin': { ...oftenByAPerson, free: 60 },
  // A person's page reads three times.
  'readings of an admin': { ...oftenByAPerson, free: 150 },
  'acts of an admin': { ...seldomByAPerson, free: 60 },
  // Of all admins together, and apart from what strangers ask for: neither fills a mailbox, nor keeps the other from working.
  'reset mail of admins to a person': { of: 'id', ...aReset },
  'password change of a person': oftenByAPerson,
  'name of a person': seldomByAPerson,
  'device names of a person': seldomByAPerson,
  'language of a person': seldomByAPerson,
  'time zone of a person': seldomByAPerson,
} as const satisfies Record<string, Rule>

export type RuleName = keyof typeof rules
