import type { SignInWay } from '@latchkey/contracts/words/en/mails'
import { aQuarterOfAnHourMs, noticeKind } from '../../platform/mail/notice.ts'

/** The mails to a person about a sign-in. */
export const signInNotices = {
  signedIn: noticeKind(
    'signed_in',
    (words, { url, facts, count, detail }) => {
      // Of several sign-ins, each may have been another way.
      const { what, ...letter } = words.signedIn(count, count > 1 ? [] : waysOf(detail ?? ''))
      return { ...letter, facts: [[words.what, what], ...facts], secondButton: { label: words.notMe, url } }
    },
    { mergeForMs: aQuarterOfAnHourMs },
  ),
} as const

/** How a session's methods are said, such as `pwd otp mfa`. A passkey says in several how it proved the person. */
const waysOf = (methods: string): SignInWay[] => [...new Set(methods.split(' ').flatMap(method => wayOf[method] ?? []))]

const wayOf: Record<string, SignInWay> = {
  pwd: 'pwd',
  email: 'email',
  otp: 'otp',
  recovery: 'recovery',
  hwk: 'passkey',
  swk: 'passkey',
}
