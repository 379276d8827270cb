import { pages } from '@latchkey/contracts/pages'
import type { MailWords } from '@latchkey/contracts/words/mails'
import { formatDuration } from '../../platform/mail/format-duration.ts'
import type { Letter, LetterFacts } from '../../platform/mail/letter.ts'
import type { SampleDetails } from '../../platform/mail/sample-letters.ts'
import type { Settings } from '../../platform/settings/settings.ts'

/** Has a code if the browser that signed up asked for the mail. Otherwise it has only the link. */
export function verifyLetter(
  words: MailWords,
  { appUrl, mailLifetimes: { confirmLink, signUpCode } }: Pick<Settings, 'appUrl' | 'mailLifetimes'>,
  { address, secret, code }: { address: string; secret: string; code: string | null },
): Letter {
  const link = formatDuration(words, confirmLink)
  const button = {
    label: words.confirmAddress,
    url: `${appUrl.origin}${pages.verify}#token=${secret}&address=${encodeURIComponent(address)}`,
  }
  const reason = 'signUp'
  if (code === null) return { ...words.verifyAgain(link), button, reason }
  return {
    ...words.verify({ code, codeWorks: formatDuration(words, signUpCode), linkWorks: link }),
    code,
    button,
    reason,
  }
}

export function accountExistsLetter(words: MailWords, origin: string, facts: LetterFacts): Letter {
  const { what, ...letter } = words.accountExists
  return {
    ...letter,
    facts: [[words.what, what], ...facts],
    button: { label: words.signIn, url: `${origin}${pages.login}` },
    secondButton: { label: words.resetPassword, url: `${origin}${pages.forgot}` },
  }
}

/** Examples for the gallery. */
export function sampleLetters({ words, origin, facts }: SampleDetails) {
  const settings = {
    appUrl: new URL(origin),
    mailLifetimes: { confirmLink: 86_400_000, signUpCode: 1_800_000, signInCode: 0, resetLink: 0 },
  }
  const mailed = { address: 'ada@example.com', secret: 'example' }
  return {
    verify: verifyLetter(words, settings, { ...mailed, code: '071584' }),
    verify_again: verifyLetter(words, settings, { ...mailed, code: null }),
    account_exists: accountExistsLetter(words, origin, facts),
  }
}
