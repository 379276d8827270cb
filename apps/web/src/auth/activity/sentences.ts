import type { ActivityKind } from '@latchkey/contracts/activity-kinds'
import type { ActivityEvent } from '@latchkey/contracts/auth/audit-log'
import { accountSentences } from '../account/sentences.ts'
import { adminSentences } from '../admin/sentences.ts'
import { sessionSentences } from '../devices/sentences.ts'
import { leakedTokenSentences } from '../leaked-tokens/sentences.ts'
import { passwordSentences } from '../passwords/sentences.ts'
import { recoverySentences } from '../recovery/sentences.ts'
import { signInSentences } from '../sign-in/sentences.ts'
import { signUpSentences } from '../sign-up/sentences.ts'

/** The sentences of auth's own events. `src/activity.tsx` adds the product's. */
export const authSentences = {
  ...signInSentences,
  ...sessionSentences,
  ...leakedTokenSentences,
  ...signUpSentences,
  ...recoverySentences,
  ...passwordSentences,
  ...accountSentences,
  ...adminSentences,
} as const

/** A sentence for every event that the contract names. */
export type Sentences = Record<ActivityKind, string>

/** What happened, as a sentence. A newer API may send kinds that this page does not know. */
export function sentenceOf(sentences: Sentences, { kind, count }: Pick<ActivityEvent, 'kind' | 'count'>): string {
  const sentence = Object.hasOwn(sentences, kind) ? sentences[kind as ActivityKind] : 'Something else happened'
  return count > 1 ? `${sentence}, ${count} times` : sentence
}

/** The client of an event: "Firefox on Linux", or null if unknown. */
export function clientOf({ device: { browser, os } }: Pick<ActivityEvent, 'device'>): string | null {
  return browser && os ? `${browser} on ${os}` : (browser ?? os)
}
