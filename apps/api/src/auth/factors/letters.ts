import { aQuarterOfAnHourMs, noticeKind } from '../../platform/mail/notice.ts'
import { quoted } from '../../platform/mail/quoted.ts'

/** The mails to a person about their second factors. */
export const factorNotices = {
  added: noticeKind('factor_added', (words, { url, facts, detail }) => {
    const { what, ...letter } = words.factorAdded
    return {
      ...letter,
      facts: [[words.what, what(quoted(detail ?? ''))], ...facts],
      secondButton: { label: words.notMe, url },
    }
  }),
  removed: noticeKind('factor_removed', (words, { url, facts, detail }) => {
    const { what, ...letter } = words.factorRemoved
    return {
      ...letter,
      facts: [[words.what, what(quoted(detail ?? ''))], ...facts],
      secondButton: { label: words.notMe, url },
    }
  }),
  recoveryCodesMade: noticeKind('recovery_codes_made', (words, { url, facts }) => {
    const { what, ...letter } = words.recoveryCodesMade
    return { ...letter, facts: [[words.what, what], ...facts], secondButton: { label: words.notMe, url } }
  }),
  recoveryCodeUsed: noticeKind('recovery_code_used', (words, { url, facts, detail }) => {
    const { what, ...letter } = words.recoveryCodeUsed(Number(detail))
    return { ...letter, facts: [[words.what, what], ...facts], secondButton: { label: words.notMe, url } }
  }),
  cloned: noticeKind(
    'passkey_cloned',
    (words, { url, facts, detail }) => {
      const { what, ...letter } = words.passkeyCloned
      const first = [words.what, what(quoted(detail ?? ''))] as const
      return { ...letter, facts: [first, ...facts], secondButton: { label: words.notMe, url } }
    },
    { mergeForMs: aQuarterOfAnHourMs },
  ),
  guessed: noticeKind(
    'factor_guessed',
    (words, { url, facts }) => {
      const { what, ...letter } = words.factorGuessed
      return { ...letter, facts: [[words.what, what], ...facts], secondButton: { label: words.notMe, url } }
    },
    { mergeForMs: aQuarterOfAnHourMs, withoutSession: true },
  ),
} as const
