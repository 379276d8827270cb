import type { Letter } from './letter.ts'

/** What the letter of a notice is made of. */
export interface NoticeDetails {
  /** Where the button leads. */
  readonly url: string
  /** When and where it happened. */
  readonly facts: NonNullable<Letter['facts']>
  /** Whether the button brings back the address that the mail goes to. */
  readonly restores: boolean
  /** The other address, for what is about one. */
  readonly detail: string | null
}

/** A kind of mail that tells a person what happened to their account. Waiting jobs hold its name. */
export interface NoticeKind {
  readonly name: string
  readonly letter: (details: NoticeDetails) => Letter
  /** How long its button works. */
  readonly lifetimeMs: number
}

const dayMs = 86_400_000

export const noticeKind = (
  name: string,
  letter: NoticeKind['letter'],
  { lifetimeMs = 14 * dayMs }: { lifetimeMs?: number } = {},
): NoticeKind => ({ name, letter, lifetimeMs })
