import { brand } from '@latchkey/contracts/brand'
import * as page from './page.ts'

/** What a mail says, before it has a form. Every part is plain text: it is escaped where it becomes HTML. */
export interface Letter {
  readonly subject: string
  readonly heading: string
  readonly paragraphs: readonly string[]
  /** What, when, where: a label and a value each. */
  readonly facts?: readonly (readonly [label: string, value: string])[]
  /** Digits to type. */
  readonly code?: string
  readonly button?: Button
  /** After the button: what to do if this was not you, and the like. */
  readonly closing?: readonly string[]
  /** The quieter way out, such as "This wasn't me". */
  readonly secondButton?: Button
}

interface Button {
  readonly label: string
  readonly url: string
}

/** The two forms of a letter. */
export const renderLetter = (letter: Letter): { subject: string; text: string; html: string } => ({
  subject: letter.subject,
  text: asText(letter),
  html: page.mailPage(letter.subject, asHtml(letter)),
})

/** Nothing is wrapped, and an address has a line of its own: mail programs find it whole. */
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

function asHtml({ heading, paragraphs, facts = [], code, button, closing = [], secondButton }: Letter): string {
  const after = [...closing.map(page.quietParagraph), ...(secondButton ? [page.quietButton(secondButton)] : [])]
  return [
    page.heading(heading),
    ...paragraphs.map(page.paragraph),
    ...facts.map(page.fact),
    ...(code ? [page.digits(code)] : []),
    ...(button ? [page.button(button)] : []),
    ...(after.length > 0 ? [page.divider, ...after] : []),
  ].join('\n')
}
