import { brand as ours } from '@latchkey/contracts/brand'
import type { Brand } from '@latchkey/contracts/brand/brand-type'
import type { Scheme } from '@latchkey/contracts/brand/schemes'
import type { FastifyReply } from 'fastify'
import { markImage } from './mark-image.ts'
import { markId } from './page.ts'

/**
 * The page of a mail runs nothing and loads nothing. Only our own pages frame it, and its links open only if a person presses them. Styles
 * stand in the mail itself.
 */
const policy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-top-navigation-by-user-activation',
].join('; ')

/** Answers with the HTML of a mail, as a mail program shows it in this scheme, or in the reader's own. */
export async function sendMailPage(reply: FastifyReply, html: string, scheme: Scheme | undefined, brand: Brand = ours) {
  const shown = html
    .replace(`cid:${markId}`, `data:image/png;base64,${(await markImage(brand)).toString('base64')}`)
    .replace('<head>', '<head><base target="_top">')
  return reply
    .header('content-security-policy', policy)
    .header('referrer-policy', 'no-referrer')
    .type('text/html; charset=utf-8')
    .send(scheme ? inScheme(shown, scheme) : shown)
}

/** A frame cannot choose the scheme of its page, so the page gets one of the two. */
const inScheme = (html: string, scheme: Scheme) =>
  html
    .replace('(prefers-color-scheme: dark)', scheme === 'dark' ? 'all' : 'not all')
    .replaceAll('content="light dark"', `content="${scheme}"`)
    .replace('color-scheme: light dark', `color-scheme: ${scheme}`)
