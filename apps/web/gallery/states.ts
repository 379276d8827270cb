import { pendingEmail } from '@latchkey/contracts/auth/account'
import { listActivity } from '@latchkey/contracts/auth/activity'
import { listSessions } from '@latchkey/contracts/auth/devices'
import { askForCode } from '@latchkey/contracts/auth/email-codes'
import { forgotPassword, resetPassword } from '@latchkey/contracts/auth/recovery'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { signUp, verify } from '@latchkey/contracts/auth/sign-up'
import { ready } from '@latchkey/contracts/platform/health'
import { readMailbox } from '@latchkey/contracts/platform/mailbox'
import { listNotes } from '@latchkey/contracts/product/notes'
import { keepAddress } from '../src/auth/sign-in/known-person.ts'
import { aPhone, aSession, anEvent as eventOf, type FakeApi } from '../testing/fake-api.ts'
import { submit, type } from './act.ts'
import { factorStates } from './factor-states.ts'

/** A page, what the API answers it, and what a person did there. */
export interface State {
  readonly name: string
  readonly path: string
  readonly prepare?: (api: FakeApi) => void
  readonly act?: () => Promise<void>
}

const email = 'ada@example.com'
const password = 'seven lanterns under a bridge'
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const id = (last: number) => `019ab000-0000-7000-8000-${String(last).padStart(12, '0')}`

const signedIn = (more?: (api: FakeApi) => void) => (api: FakeApi) => {
  api.signedIn(sessions)
  api.answer(listActivity, { status: 200, data: { events, next: null } })
  api.answer(listNotes, { status: 200, data: notes })
  more?.(api)
}
const fill = async (values: Record<string, string>) => {
  for (const [name, value] of Object.entries(values)) await type(`input[name=${name}]`, value)
}
const fillAndSubmit = (values: Record<string, string>) => async () => {
  await fill(values)
  await submit()
}
const signInByForm = async () => {
  await fillAndSubmit({ email })()
  await fillAndSubmit({ password })()
}

const program = { browser: 'curl', os: null, model: null, type: 'program' }
const sessions = [
  aSession({ id: id(1), current: true, lastSeenAt: minutesAgo(0), createdAt: minutesAgo(60) }),
  aSession({
    id: id(2),
    lastSeenAt: minutesAgo(42),
    device: aPhone,
    ip: '198.51.100.23',
    firstSeenAt: minutesAgo(900),
  }),
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
const notes = ['Milk, bread, and the key of the shed.', 'Ask Charles about the engine.'].map((text, index) => ({
  ...{ id: id(index), text, createdAt: minutesAgo(30 + index * 3000) },
}))

/** The states of the pages, by group. Add yours here. */
export const states: Readonly<Record<string, readonly State[]>> = {
  'Sign in': [
    { name: 'Sign in', path: '/login' },
    { name: 'Sign in, no address', path: '/login', act: submit },
    { name: 'Sign in, password', path: '/login', act: fillAndSubmit({ email }) },
    {
      name: 'Sign in, wrong password',
      path: '/login',
      prepare: api => api.refuse(signIn, 'invalid_credentials'),
      act: signInByForm,
    },
    {
      name: 'Sign in, too many attempts',
      path: '/login',
      prepare: api => api.refuse(signIn, 'rate_limited', { retryAfterSeconds: 840 }),
      act: signInByForm,
    },
    {
      name: 'Welcome back',
      path: '/login',
      prepare: () => keepAddress(email),
    },
    { name: 'Code by email', path: '/login/code' },
    {
      name: 'Code by email, sent',
      path: '/login/code',
      prepare: api => api.answer(askForCode, { status: 202, data: { challenge: 'lk_example' } }),
      act: fillAndSubmit({ email }),
    },
    { name: 'Forgot password', path: '/forgot' },
    {
      name: 'Forgot password, sent',
      path: '/forgot',
      prepare: api => api.answer(forgotPassword, { status: 202, data: { email } }),
      act: fillAndSubmit({ email }),
    },
    { name: 'Reset password', path: '/reset#token=lk_example' },
    {
      name: 'Reset password, dead link',
      path: '/reset#token=lk_example',
      prepare: api => api.refuse(resetPassword, 'invalid_link'),
      act: async () => {
        await type('input[type=password]', password)
        await submit()
      },
    },
    { name: 'Dead link', path: '/reset' },
    { name: 'This was not me', path: '/not-me#token=lk_example' },
    { name: 'Keep my account', path: '/keep-account#token=lk_example' },
    { name: 'Cancel a change of address', path: '/cancel-email#token=lk_example' },
    { name: 'Keep the second factors', path: '/keep-factors#token=lk_example' },
    {
      name: 'Account deleted',
      path: '/devices',
      prepare: api => api.refuse(currentSession, 'session_ended', { reason: 'account_deleted' }),
    },
  ],
  'Sign up': [
    { name: 'Sign up', path: '/sign-up' },
    { name: 'Sign up, empty', path: '/sign-up', act: submit },
    {
      name: 'Code entry',
      path: '/sign-up',
      prepare: api => api.answer(signUp, { status: 202, data: { email } }),
      act: fillAndSubmit({ email, password }),
    },
    {
      name: 'Code entry, wrong code',
      path: '/sign-up',
      prepare: api => {
        api.answer(signUp, { status: 202, data: { email } })
        api.refuse(verify, 'invalid_code')
      },
      act: async () => {
        await fillAndSubmit({ email, password })()
        await type('input[autocomplete=one-time-code]', '071584')
        await submit()
      },
    },
    { name: 'Confirm by link', path: '/verify#token=lk_example' },
  ],
  Account: [
    { name: 'Overview', path: '/security', prepare: signedIn() },
    { name: 'Example', path: '/example', prepare: signedIn() },
    { name: 'Devices', path: '/devices', prepare: signedIn() },
    { name: 'Devices, only this one', path: '/devices', prepare: api => api.signedIn() },
    { name: 'Activity', path: '/activity', prepare: signedIn() },
    {
      name: 'Activity, empty',
      path: '/activity',
      prepare: signedIn(api => api.answer(listActivity, { status: 200, data: { events: [], next: null } })),
    },
    { name: 'Settings', path: '/settings', prepare: signedIn() },
    {
      name: 'Settings, address change waits',
      path: '/settings',
      prepare: signedIn(api =>
        api.answer(pendingEmail, {
          status: 200,
          data: { pending: { email: 'ada.lovelace@example.com', expiresAt: minutesAgo(-1200) } },
        }),
      ),
    },
    { name: 'Confirm a new address', path: '/confirm-email#token=lk_example', prepare: signedIn() },
    { name: 'Notes', path: '/notes', prepare: signedIn() },
    {
      name: 'Notes, empty',
      path: '/notes',
      prepare: signedIn(api => api.answer(listNotes, { status: 200, data: [] })),
    },
  ],
  'Second factors': factorStates,
  Trouble: [
    { name: 'Page not found', path: '/no/such/page' },
    {
      name: 'Loading',
      path: '/devices',
      prepare: signedIn(api => api.on(listSessions, () => new Promise(() => undefined))),
    },
    { name: 'Outage, signed in', path: '/devices', prepare: signedIn(api => api.disconnect(listSessions, ready)) },
    { name: 'Outage, at the start', path: '/devices', prepare: api => api.disconnect(currentSession, ready) },
    {
      name: 'Our fault',
      path: '/devices',
      prepare: signedIn(api => api.refuse(listSessions, 'internal_error')),
    },
    {
      name: 'Mailbox, empty',
      path: '/dev/mailbox',
      prepare: api => api.answer(readMailbox, { status: 200, data: { isWhole: true, mails: [] } }),
    },
  ],
}
