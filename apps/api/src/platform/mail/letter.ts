import { brand as ours } from '@latchkey/contracts/brand'
import type { Brand } from '@latchkey/contracts/brand/brand-type'
import type { Language } from '@latchkey/contracts/words/language'
import { type MailWords, mailWords } from '@latchkey/contracts/words/mails'
import { groupsOf } from './fact-groups.ts'
import { withoutMarks } from './isolated.ts'
import { lookOf } from './look.ts'
import { mailPage } from './page.ts'
import { partsOf } from './parts.ts'

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
  /** The button for what is wrong, such as "This wasn't me". It stands in a panel with `closing`. */
  readonly secondButton?: Button
  /** Why the reader gets this mail. The default: the address belongs to an account. */
  readonly reason?: keyof MailWords['reasons']
}

/** What, when and where: each with a label and a value. */
export type LetterFacts = readonly (readonly [label: string, value: string])[]

interface Button {
  readonly label: string
  readonly url: string
}

/** Renders a letter, which is in this language, as text and as HTML. The gallery shows it in other brands too. */
export function renderLetter(
  language: Language,
  letter: Letter,
  brand: Brand = ours,
): { subject: string; text: string; html: string } {
  const words = mailWords[language]
  const { direction } = words
  const reason = words.reasons[letter.reason ?? 'account'](brand.name)
  const footer = [reason, ...(brand.supportAddress === null ? [] : [words.help(brand.supportAddress)])]
  const look = lookOf(brand, direction)
  return {
    subject: withoutMarks(letter.subject),
    text: withoutMarks(asText(letter, brand.signature, footer)),
    html: mailPage(brand, look, {
      ...{ language, direction, footer },
      title: withoutMarks(letter.subject),
      preheader: withoutMarks(letter.preheader ?? letter.paragraphs[0] ?? ''),
      body: asHtml(letter, partsOf(look)),
    }),
  }
}

/** Wraps no lines and puts each address on its own line, so mail programs detect the whole address. */
function asText(
  { heading, paragraphs, facts = [], code, button, closing = [], secondButton }: Letter,
  signature: string,
  footer: readonly string[],
): string {
  const link = ({ label, url }: Button) => `${label}:\n${url}`
  return [
    heading,
    ...paragraphs,
    ...groupsOf(facts).map(group => group.map(([label, value]) => `${label}: ${value}`).join('\n')),
    ...(code ? [code] : []),
    ...(button ? [link(button)] : []),
    ...closing,
    ...(secondButton ? [link(secondButton)] : []),
    signature,
    footer.join('\n'),
  ]
    .join('\n\n')
    .concat('\n')
}

function asHtml(
  { heading, paragraphs, facts = [], code, button, closing = [], secondButton }: Letter,
  part: ReturnType<typeof partsOf>,
): string {
  return [
    part.heading(heading),
    ...paragraphs.map(part.paragraph),
    ...(facts.length > 0 ? [part.facts(facts)] : []),
    ...(code ? [part.digits(code)] : []),
    ...(button ? [part.button(button)] : []),
    ...(secondButton ? [part.panel(closing, secondButton)] : closing.map(part.quietParagraph)),
  ].join('\n')
}
