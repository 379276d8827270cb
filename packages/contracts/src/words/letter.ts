/** The parts of an email. Every part is plain text. */
export interface LetterWords {
  readonly subject: string
  /** What a list of mails shows beside the subject. Without it, that is the beginning of the mail. */
  readonly preheader?: string
  readonly heading: string
  readonly paragraphs: readonly string[]
  readonly closing: readonly string[]
}
