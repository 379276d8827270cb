import type { ActivityKind } from '@latchkey/contracts/activity-kinds'
import type { ActivityEvent } from '@latchkey/contracts/auth/audit-log'
import type { Words } from '@latchkey/contracts/words/web'

/** What happened, as a sentence. A newer API may send kinds that this page does not know. */
export function sentenceOf(words: Words['activity'], { kind, count }: Pick<ActivityEvent, 'kind' | 'count'>): string {
  const { events, unknownEvent } = words
  const sentence = Object.hasOwn(events, kind) ? events[kind as ActivityKind] : unknownEvent
  return count > 1 ? words.times(sentence, count) : sentence
}

/** The client of an event: "Firefox on Linux", or null if unknown. */
export function clientOf(
  words: Words['clients'],
  { device: { browser, os } }: Pick<ActivityEvent, 'device'>,
): string | null {
  return browser && os ? words.browserOn(browser, os) : (browser ?? os)
}
