import type { SignInWay } from '@latchkey/contracts/words/en/mails'
import { aQuarterOfAnHourMs, noticeKind, noticeLetter } from '../../platform/mail/notice.ts'

/** The mails to a person about a sign-in. */
export const signInNotices = {
  signedIn: noticeKind(
    'signed_in',
    (words, details) => {
      const { count, detail } = details
      // Of several sign-ins, each may have been another way.
      return noticeLetter(words, words.signedIn(count, count > 1 ? [] : waysOf(detail ?? '')), details)
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
  fed: 'fed',
}
