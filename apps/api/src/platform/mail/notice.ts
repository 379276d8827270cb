import type { LetterWords } from '@latchkey/contracts/words/letter'
import type { MailWords } from '@latchkey/contracts/words/mails'
import type { Letter, LetterFacts } from './letter.ts'

/** The data for the letter of a notice. */
export interface NoticeDetails {
  /** The link of the button. */
  readonly url: string
  /** The link of its further button, while that has something to do. */
  readonly furtherUrl?: string
  /** When and where it happened. */
  readonly facts: LetterFacts
  /** Whether the button restores the address that this mail goes to. */
  readonly restores: boolean
  /** The other e-mail address, if the notice is about one. */
  readonly detail: string | null
  /** How many events it is about. More than one only if its kind merges. */
  readonly count: number
}

/** A kind of mail that tells a person what happened to their account. Waiting jobs store its name. */
export interface NoticeKind {
  readonly name: string
  readonly letter: (words: MailWords, details: NoticeDetails) => Letter
  /** How long its button works. */
  readonly lifetimeMs: number
  /** After a mail, further events of this kind share one mail that goes this much later. Unset: each event has its mail. */
  readonly mergeForMs?: number
  /** What its button does: "this wasn't me", or keep a deleted account. */
  readonly button: 'not_me' | 'keep'
  /** A further button that undoes only this event. `about.furtherLifetimeMs` says how long it works. */
  readonly further?: 'cancel_email' | 'keep_factors'
  /**
   * Somebody who never had a session can cause this mail, such as a stranger with wrong passwords. So it is no sign that a thief was in
   * the account: "this wasn't me" takes back nothing older than the mail, and leaves the buttons of mails about factors open.
   */
  readonly withoutSession?: true
}

const dayMs = 86_400_000

/** For events that a person or a script may cause often. An alarm that comes 40 times an hour is not read. */
export const aQuarterOfAnHourMs = 900_000

/** Defines a kind of notice. Its button says "this wasn't me" and works for 14 days, unless the options say otherwise. */
export const noticeKind = (
  name: string,
  letter: NoticeKind['letter'],
  { lifetimeMs = 14 * dayMs, button = 'not_me', ...options }: Partial<Omit<NoticeKind, 'name' | 'letter'>> = {},
): NoticeKind => ({ name, letter, lifetimeMs, button, ...options })

/** The letter of these sentences: what happened is the first of its facts, and its button says "this wasn't me". */
export const noticeLetter = (
  words: MailWords,
  { what, ...letter }: LetterWords & { what: string },
  { url, facts }: Pick<NoticeDetails, 'url' | 'facts'>,
): Letter => ({ ...letter, facts: [[words.what, what], ...facts], secondButton: { label: words.notMe, url } })
