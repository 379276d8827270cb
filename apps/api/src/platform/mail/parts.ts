import { groupsOf } from './fact-groups.ts'
import { asElements } from './isolated.ts'
import { escapeHtml, type Look } from './look.ts'

const small = 'font-size: 15px; line-height: 1.5'
/** A long address breaks rather than widen the page. The second is for Outlook. */
const breaks = 'overflow-wrap: anywhere; word-break: break-word'

interface Link {
  readonly label: string
  readonly url: string
}

/** The parts of a mail's page, in the look of the brand. Each one escapes its input. */
export const partsOf = ({ light, radius, start, end }: Look) => ({
  heading: (text: string) =>
    `<h1 style="margin: 0 0 16px; font-size: 22px; line-height: 1.3; font-weight: 600; letter-spacing: -0.01em">${asElements(escapeHtml(text))}</h1>`,

  paragraph: (text: string) => `<p style="margin: 0 0 16px; ${breaks}">${asElements(escapeHtml(text))}</p>`,

  quietParagraph: (text: string) =>
    `<p class="soft" style="margin: 0 0 12px; ${small}; ${breaks}; color: ${light.soft}">${asElements(escapeHtml(text))}</p>`,

  /** What happened, when and where. A value wraps in its own column, never under its label. */
  facts: (facts: readonly (readonly [label: string, value: string])[]) => {
    const rows = groupsOf(facts).flatMap((group, groupIndex) =>
      group.map(([label, value], index) => {
        const above = groupIndex > 0 && index === 0 ? 32 : 10
        const cell = `padding: ${above}px 0 10px; border-bottom: 1px solid ${light.line}; vertical-align: top; ${small}`
        const labelCell = `${cell}; padding-${end}: 16px; font-weight: 400; white-space: nowrap; color: ${light.soft}`
        const valueCell = `${cell}; ${breaks}; font-variant-numeric: tabular-nums`
        return (
          `<tr><th class="soft line" scope="row" align="${start}" style="${labelCell}">${escapeHtml(label)}</th>` +
          `<td class="line" width="100%" style="${valueCell}"><bdi>${asElements(escapeHtml(value))}</bdi></td></tr>`
        )
      }),
    )
    const style = `margin: 8px 0 24px; border-collapse: separate; border-top: 1px solid ${light.line}`
    return `<table class="line" cellpadding="0" cellspacing="0" border="0" width="100%" style="${style}">\n${rows.join('\n')}\n</table>`
  },

  /** A code to type: large enough to read across a desk, and selected as one word. */
  digits: (code: string) =>
    `<p class="code" dir="ltr" style="margin: 24px 0; padding: 16px 20px; border-radius: ${radius}; background: ${light.sunken}; color: ${light.ink}; text-align: center; ` +
    `font-size: 30px; line-height: 1.25; font-weight: 600; letter-spacing: 0.16em; font-variant-numeric: tabular-nums">${escapeHtml(code)}</p>`,

  /** The cell has the colour for Outlook, which draws no background behind a link. */
  button: ({ label, url }: Link) =>
    table(
      `<td class="button" bgcolor="${light.accent}" style="border-radius: ${radius}; background: ${light.accent}">` +
        `<a class="button" href="${escapeHtml(url)}" style="display: inline-block; padding: 12px 22px; border-radius: ${radius}; color: ${light.onAccent}; ${small}; font-weight: 600; text-decoration: none">${escapeHtml(label)}</a></td>`,
      'margin: 24px 0',
    ),

  /** What to do if something is wrong, apart from the rest so that it is found at a glance, with its button. */
  panel: (sentences: readonly string[], { label, url }: Link) =>
    table(
      `<td class="panel" style="padding: 20px; border: 1px solid ${light.line}; border-radius: ${radius}; background: ${light.raised}">` +
        sentences
          .map(text => `<p style="margin: 0 0 12px; ${small}; ${breaks}">${asElements(escapeHtml(text))}</p>`)
          .join('\n') +
        table(
          `<td style="border-radius: ${radius}"><a class="outline" href="${escapeHtml(url)}" style="display: inline-block; padding: 10px 18px; border: 2px solid ${light.ink}; border-radius: ${radius}; color: ${light.ink}; ${small}; font-weight: 600; text-decoration: none">${escapeHtml(label)}</a></td>`,
          'margin: 20px 0 0',
        ) +
        '</td>',
      'width: 100%; margin: 24px 0 0; border-collapse: separate',
    ),
})

/** A table for layout, which screen readers do not announce. Outlook knows padding and borders only of cells. */
const table = (cell: string, style: string) =>
  `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="${style}"><tr>${cell}</tr></table>`
