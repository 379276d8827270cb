import type { ActivityKind } from '@latchkey/contracts/activity-kinds'
import type { ActivityEvent } from '@latchkey/contracts/auth/audit-log'
import { productSentences } from '../../product/sentences.ts'
import { accountSentences } from '../account/sentences.ts'
import { adminSentences } from '../admin/sentences.ts'
import { sessionSentences } from '../devices/sentences.ts'
import { leakedTokenSentences } from '../leaked-tokens/sentences.ts'
import { passwordSentences } from '../passwords/sentences.ts'
import { recoverySentences } from '../recovery/sentences.ts'
import { signInSentences } from '../sign-in/sentences.ts'
import { signUpSentences } from '../sign-up/sentences.ts'

/** A kind that the contract adds is a type error here until its room has a sentence for it. */
const sentences: Record<ActivityKind, string> = {
  ...signInSentences,
  ...sessionSentences,
  ...leakedTokenSentences,
  ...signUpSentences,
  ...recoverySentences,
  ...passwordSentences,
  ...accountSentences,
  ...adminSentences,
  ...productSentences,
}

/** What happened, in words; a later version of the API may know kinds that this page does not. */
export function sentenceOf({ kind, count }: Pick<ActivityEvent, 'kind' | 'count'>): string {
  const sentence = Object.hasOwn(sentences, kind) ? sentences[kind as ActivityKind] : 'Something else happened'
  return count > 1 ? `${sentence}, ${count} times` : sentence
}

/** From which device: "Firefox on Linux"; null where it is not known. */
export function deviceOf({ device: { browser, os } }: Pick<ActivityEvent, 'device'>): string | null {
  return browser && os ? `${browser} on ${os}` : (browser ?? os)
}
