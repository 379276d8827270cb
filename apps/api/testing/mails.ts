import assert from 'node:assert/strict'
import type { Mail } from '../src/platform/mail/mailer.ts'

/** The token in the link of a mail's button: of the first one, or of the one that leads to `page`. */
export function secretIn(mail: Mail | undefined, page = ''): string {
  const [, secret] = new RegExp(`${page}#token=(lk_[\\w-]{86})`).exec(mail?.text ?? '') ?? []
  assert.ok(secret, `no secret in: ${mail?.text}`)
  return secret
}

/** The six digits in a mail. */
export function codeIn(mail: Mail | undefined): string {
  const [code] = /\b\d{6}\b/.exec((mail?.text ?? '').replace(/https?:\S+/g, '')) ?? []
  assert.ok(code, `no code in: ${mail?.text}`)
  return code
}

/** The text of a mail without its line breaks. */
export const wordsOf = (mail: Mail): string => mail.text.replace(/\s+/g, ' ')

/** The only mail to this address with this subject; fails the test if there are none or several. */
export function mailTo(mails: readonly Mail[], to: string, subject?: RegExp): Mail {
  const found = mails.filter(mail => mail.to === to && (subject === undefined || subject.test(mail.subject)))
  assert.equal(
    found.length,
    1,
    `${found.length} mails to ${to} in: ${mails.map(m => `${m.to}: ${m.subject}`).join(' | ')}`,
  )
  return found[0] as Mail
}
