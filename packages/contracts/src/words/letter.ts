/** The parts of an email. Every part is plain text. */
export interface LetterWords {
  readonly subject: string
  readonly heading: string
  readonly paragraphs: readonly string[]
  readonly closing: readonly string[]
}
