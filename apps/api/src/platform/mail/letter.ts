import { brand } from '@latchkey/contracts/brand'
import type { Language } from '@latchkey/contracts/words/language'
import { mailWords } from '@latchkey/contracts/words/mails'
import * as page from './page.ts'

/** The content of a mail. Every part is plain text, and is escaped when it becomes HTML. */
export interface Letter {
  readonly subject: string
  /** What a list of mails shows beside the subject. Without it, that is the beginning of the mail. */
  readonly preheader?: string
  readonly heading: string
  readonly paragraphs: readonly string[]
  readonly facts?: LetterFacts
  /** A code to type. */
  readonly code?: string
  readonly button?: Button
  /** After the button, such as what to do if this was not you. */
  readonly closing?: readonly string[]
  /** A less prominent button, such as "This wasn't me". */
  readonly secondButton?: Button
}

/** What, when and where: each with a label and a value. */
export type LetterFacts = readonly (readonly [label: string, value: string])[]

interface Button {
  readonly label: string
  readonly url: string
}

/** Renders a letter, which is in this language, as text and as HTML. */
export const renderLetter = (language: Language, letter: Letter): { subject: string; text: string; html: string } => ({
  subject: letter.subject,
  text: asText(letter),
  html: page.mailPage(letter.subject, asHtml(letter), { language, direction: mailWords[language].direction }),
})

/** Wraps no lines and puts each address on its own line, so mail programs detect the whole address. */
function asText({ heading, paragraphs, facts = [], code, button, closing = [], secondButton }: Letter): string {
  const link = ({ label, url }: Button) => `${label}:\n${url}`
  return [
    heading,
    ...paragraphs,
    ...(facts.length > 0 ? [facts.map(([label, value]) => `${label}: ${value}`).join('\n')] : []),
    ...(code ? [code] : []),
    ...(button ? [link(button)] : []),
    ...closing,
    ...(secondButton ? [link(secondButton)] : []),
    brand.signature,
  ]
    .join('\n\n')
    .concat('\n')
}

function asHtml({
  preheader,
  heading,
  paragraphs,
  facts = [],
  code,
  button,
  closing = [],
  secondButton,
}: Letter): string {
  const after = [...closing.map(page.quietParagraph), ...(secondButton ? [page.quietButton(secondButton)] : [])]
  return [
    ...(preheader ? [page.preheader(preheader)] : []),
    page.heading(heading),
    ...paragraphs.map(page.paragraph),
    ...facts.map(page.fact),
    ...(code ? [page.digits(code)] : []),
    ...(button ? [page.button(button)] : []),
    ...(after.length > 0 ? [page.divider, ...after] : []),
  ].join('\n')
}
