import type { ActivityKind } from '@latchkey/contracts/activity-kinds'
import { eventsOf, type ListedEvent, refusedOutside } from '@latchkey/contracts/auth/activity'
import type { ActivityEvent } from '@latchkey/contracts/auth/audit-log'
import type { Rich } from '@latchkey/contracts/words/plural'
import type { Words } from '@latchkey/contracts/words/web'
import type { IconName } from '../../platform/ui/icons/shapes.ts'
import { describeClient } from '../devices/describe-client.ts'

/** What happened, as a sentence. A newer API may send kinds that this page does not know. */
export function sentenceOf(words: Words['activity'], { kind, count }: Pick<ActivityEvent, 'kind' | 'count'>): string {
  const { events, unknownEvent } = words
  const sentence = Object.hasOwn(events, kind) ? events[kind as ActivityKind] : unknownEvent
  return count > 1 ? words.times(sentence, count) : sentence
}

/** The same with the device that it is about, if the sentence names one. */
export function storyOf<T>(
  words: Words['activity'],
  event: Pick<ListedEvent, 'kind' | 'count' | 'newDevice'>,
  device: T | null,
): Rich<T> {
  const { deviceEvents, newDevice, timesMore } = words
  const tell = Object.hasOwn(deviceEvents, event.kind) ? deviceEvents[event.kind as ActivityKind] : undefined
  if (device === null || !tell) return [sentenceOf(words, event)]
  const story = event.newDevice ? newDevice(device) : tell(device)
  return event.count > 1 ? [...story, timesMore(event.count)] : story
}

/** The client of an event: "Safari on iPhone", or null if unknown. */
export function clientOf(words: Words['clients'], { device }: Pick<ActivityEvent, 'device'>): string | null {
  return device.browser || device.os ? describeClient(words, { device }) : null
}

/** What the person calls the device that an event is about, or else its client. Null if unknown. */
export const deviceOf = (words: Words['clients'], { about }: Pick<ListedEvent, 'about'>): string | null =>
  about && (about.name ?? clientOf(words, { device: about }))

const refusals: readonly string[] = eventsOf.refused

export const isRefusal = ({ kind }: Pick<ActivityEvent, 'kind'>): boolean => refusals.includes(kind)

const outside: readonly string[] = refusedOutside

/** Whether this refusal let no one in. */
export const letNobodyIn = ({ kind }: Pick<ActivityEvent, 'kind'>): boolean => outside.includes(kind)

const signOuts: readonly string[] = eventsOf.sign_ins.filter(kind => kind !== 'signed_in' && kind !== 'signed_up')

export function symbolOf(event: Pick<ActivityEvent, 'kind'>): IconName {
  const { kind } = event
  if (isRefusal(event)) return 'warning'
  if (kind === 'signed_in' || kind === 'signed_up' || kind === 'confirmed') return 'sign-in'
  if (kind.startsWith('passkey')) return 'key'
  if (kind.startsWith('recovery_code')) return 'codes'
  if (kind.startsWith('totp')) return 'phone'
  if (kind === 'code_asked') return 'mail'
  if (kind.startsWith('factor') || kind.startsWith('second_factor')) return 'shield'
  if (signOuts.includes(kind)) return 'sign-out'
  if (kind.includes('password') || kind.startsWith('reset_')) return 'password'
  if (kind.includes('email')) return 'mail'
  if (kind === 'exported') return 'download'
  if (kind.startsWith('device')) return 'laptop'
  return kind.startsWith('account_deleted') ? 'trash' : 'user'
}

const byOthers: readonly string[] = ['session_revoked_by_admin', 'token_leaked']

/** Whether a person may say that they did not do it. A thief cannot do what an administrator did. */
export const mayBeAThief = ({ kind, about, ip }: Pick<ListedEvent, 'kind' | 'about' | 'ip'>): boolean =>
  !byOthers.includes(kind) && (about !== null || ip !== null)
