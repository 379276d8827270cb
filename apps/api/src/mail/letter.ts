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
export function renderLetter(letter: Letter): { subject: string; text: string; html: string } {
  const { subject, heading, paragraphs, facts = [], code, button, closing = [], secondButton } = letter
  const lines = [
    heading,
    ...paragraphs,
    ...facts.map(([label, value]) => `${label}: ${value}`),
    ...(code ? [code] : []),
    ...(button ? [`${button.label}: ${button.url}`] : []),
    ...closing,
    ...(secondButton ? [`${secondButton.label}: ${secondButton.url}`] : []),
  ]
  return { subject, text: lines.join('\n\n'), html: '' }
}
