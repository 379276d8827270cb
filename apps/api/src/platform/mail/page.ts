import type { Brand } from '@latchkey/contracts/brand/brand-type'
import { escapeHtml, type Look } from './look.ts'
import { markSidePx } from './mark-image.ts'

/** The content id of the mark, which the mailer attaches. */
export const markId = 'mark'

/** Mail programs show the first words of a mail beside its subject. These fill up what is left, so the rest of the mail does not. */
const filler = '&#847;&zwnj;&nbsp;'.repeat(60)

interface Page {
  readonly title: string
  /** Shown beside the subject in a list of mails, and nowhere else. */
  readonly preheader: string
  readonly body: string
  /** Why the reader gets this mail, and where they get help. */
  readonly footer: readonly string[]
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
}

/**
 * The HTML page of a letter. It loads nothing from a server, so no one can track that it was opened: the mark comes with the mail. Styles
 * are inline, since not every mail program reads a style sheet. The style sheet only adds the dark colours.
 */
export const mailPage = (brand: Brand, { light, dark, family, start, end }: Look, page: Page): string => {
  const colours = `background: ${light.ground}; color: ${light.ink}`
  const soft = `color: ${light.soft}; font-size: 13px; line-height: 1.5`
  const lang = `lang="${page.language}" dir="${page.direction}"`
  return `<!doctype html>
<html ${lang}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no">
<title>${escapeHtml(page.title)}</title>
<style>
:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  .ground { background: ${dark.ground} !important; color: ${dark.ink} !important; }
  .soft { color: ${dark.soft} !important; }
  .line, .panel { border-color: ${dark.line} !important; }
  .panel { background: ${dark.raised} !important; }
  .code { background: ${dark.sunken} !important; color: ${dark.ink} !important; }
  .button { background: ${dark.accent} !important; color: ${dark.onAccent} !important; }
  .outline { border-color: ${dark.ink} !important; color: ${dark.ink} !important; }
}
</style>
</head>
<body class="ground" style="margin: 0; padding: 0; ${colours}">
<div style="display: none; max-height: 0; overflow: hidden">${escapeHtml(page.preheader)}${filler}</div>
<table ${lang} role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="${light.ground}" style="${colours}; font: 17px/1.5 ${family}">
<tr><td align="center" style="padding: 32px 20px 48px">
<!--[if mso]><table role="presentation" width="480"><tr><td><![endif]-->
<div style="max-width: 30rem; margin: 0 auto; text-align: ${start}">
<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin: 0 0 32px"><tr>
<td style="padding-${end}: 12px"><img src="cid:${markId}" alt="" width="${markSidePx}" height="${markSidePx}" style="display: block; border: 0"></td>
<td style="font-weight: 600; letter-spacing: -0.02em">${escapeHtml(brand.name)}</td>
</tr></table>
${page.body}
<div class="line" style="margin: 40px 0 16px; border-top: 1px solid ${light.line}"></div>
${page.footer.map(text => `<p class="soft" style="margin: 0 0 8px; ${soft}">${escapeHtml(text)}</p>`).join('\n')}
</div>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</body>
</html>
`
}
