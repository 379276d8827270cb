import { brand } from '@latchkey/contracts/brand'
import { palette } from '@latchkey/contracts/brand/palette'

const { light, dark } = palette(brand)

/**
 * The HTML page of a letter. It loads no image, font or script, so no one can track that it was opened. Styles are inline, since not every
 * mail program reads a style sheet. The style sheet only adds the dark colours.
 */
export const mailPage = (
  title: string,
  body: string,
  { language, direction }: { language: string; direction: string },
): string => `<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  .ground { background: ${dark.ground} !important; color: ${dark.ink} !important; }
  .soft { color: ${dark.soft} !important; }
  .line { border-color: ${dark.line} !important; }
  .code { background: ${dark.sunken} !important; color: ${dark.ink} !important; }
  .button { background: ${dark.accent} !important; color: ${dark.onAccent} !important; }
  .edge { border-color: ${dark.edge} !important; color: ${dark.ink} !important; }
}
</style>
</head>
<body class="ground" style="margin: 0; ${colours}">
<div class="ground" style="padding: 32px 20px 48px; ${font}; ${colours}">
<div style="max-width: 30rem; margin: 0 auto">
<p style="margin: 0 0 32px; font-weight: 600; letter-spacing: -0.02em">${escapeHtml(brand.name)}</p>
${body}
</div>
</div>
</body>
</html>
`

const colours = `background: ${light.ground}; color: ${light.ink}`
// The attribute around it uses double quotes.
const font = `font: 17px/1.5 ${brand.font.replaceAll('"', "'")}`
const small = 'font-size: 15px'
const radius = `${brand.radiusPx}px`
const soft = `color: ${light.soft}`
const hairline = `border-top: 1px solid ${light.line}`

/** The parts of a page. Each one escapes its input. */
/** Hidden text that a list of mails shows beside the subject. */
export const preheader = (text: string) =>
  `<div style="display: none; max-height: 0; overflow: hidden">${escapeHtml(text)}</div>`

export const heading = (text: string) =>
  `<h1 style="margin: 0 0 16px; font-size: 22px; line-height: 1.3; font-weight: 600">${escapeHtml(text)}</h1>`

export const paragraph = (text: string) => `<p style="margin: 0 0 16px">${escapeHtml(text)}</p>`

export const quietParagraph = (text: string) =>
  `<p class="soft" style="margin: 0 0 12px; ${small}; ${soft}">${escapeHtml(text)}</p>`

export const fact = ([label, value]: readonly [string, string]) =>
  `<p class="line" style="margin: 0; padding: 8px 0; ${hairline}; ${small}; font-variant-numeric: tabular-nums; overflow-wrap: anywhere">` +
  `<span class="soft" style="display: inline-block; min-width: 6.5rem; ${soft}">${escapeHtml(label)}</span> ${escapeHtml(value)}</p>`

/** A code to type: large enough to read across a desk, and selected as one word. */
export const digits = (code: string) =>
  `<p class="code" style="margin: 24px 0; padding: 16px 20px; border-radius: ${radius}; background: ${light.sunken}; color: ${light.ink}; ` +
  `font-size: 30px; line-height: 1.25; font-weight: 600; letter-spacing: 0.16em; font-variant-numeric: tabular-nums">${escapeHtml(code)}</p>`

export const button = ({ label, url }: { label: string; url: string }) =>
  `<p style="margin: 24px 0"><a class="button" href="${escapeHtml(url)}" style="display: inline-block; padding: 11px 20px; ` +
  `border-radius: ${radius}; background: ${light.accent}; color: ${light.onAccent}; font-weight: 600; text-decoration: none">${escapeHtml(label)}</a></p>`

export const quietButton = ({ label, url }: { label: string; url: string }) =>
  `<p style="margin: 20px 0 12px; ${small}"><a class="edge" href="${escapeHtml(url)}" style="display: inline-block; padding: 9px 16px; ` +
  `border: 1px solid ${light.edge}; border-radius: ${radius}; color: ${light.ink}; font-weight: 600; text-decoration: none">${escapeHtml(label)}</a></p>`

/** After the divider comes what to do if something is wrong. */
export const divider = `<div class="line" style="margin: 32px 0 20px; ${hairline}"></div>`

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, character => entities[character] ?? '')
