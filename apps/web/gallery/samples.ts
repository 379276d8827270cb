import { pendingEmail } from '@latchkey/contracts/auth/account'
import { listActivity } from '@latchkey/contracts/auth/activity'
import { aPhone, aSession, anEvent as eventOf, type FakeApi } from '../testing/fake-api.ts'

/** What the states of the gallery show. */

export const email = 'ada@example.com'
export const newEmail = 'ada.lovelace@example.com'
export const password = 'seven lanterns under a bridge'
export const link = '#token=lk_example'
export const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
export const id = (last: number) => `019ab000-0000-7000-8000-${String(last).padStart(12, '0')}`

const program = { browser: 'curl', os: null, model: null, type: 'program' }
export const phoneSession = aSession({
  id: id(2),
  lastSeenAt: minutesAgo(42),
  device: aPhone,
  ip: '198.51.100.23',
  firstSeenAt: minutesAgo(900),
})
const sessions = [
  aSession({ id: id(1), current: true, lastSeenAt: minutesAgo(0), createdAt: minutesAgo(60) }),
  phoneSession,
  aSession({ id: id(3), lastSeenAt: minutesAgo(2900), device: program, delivery: 'bearer' }),
  aSession({ id: id(4), revoked: true, revokedAt: minutesAgo(9000), endReason: 'signed_out' }),
]
const anEvent = (last: number, minutes: number, more: Parameters<typeof eventOf>[1]) =>
  eventOf(last, { at: minutesAgo(minutes), ...more })
const events = [
  anEvent(1, 60, { current: true }),
  anEvent(2, 42, { device: aPhone, newDevice: true, about: { ...aPhone, name: null, id: id(2) } }),
  anEvent(3, 1500, { kind: 'sign_in_failed', count: 12 }),
  anEvent(4, 1600, { kind: 'password_changed' }),
]

/** A person who is signed in, on some devices. `more`: what else the API answers. */
export const signedIn = (more?: (api: FakeApi) => void) => (api: FakeApi) => {
  api.signedIn(sessions)
  api.answer(listActivity, { status: 200, data: { events, next: null } })
  more?.(api)
}

/** A change of address that waits for its link. */
export const addressWaits = (api: FakeApi) =>
  api.answer(pendingEmail, { status: 200, data: { pending: { email: newEmail, expiresAt: minutesAgo(-1200) } } })
