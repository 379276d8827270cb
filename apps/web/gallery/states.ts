import { listSessions } from '@latchkey/contracts/auth/devices'
import { askForCode, signInWithCode } from '@latchkey/contracts/auth/email-codes'
import { forgotPassword } from '@latchkey/contracts/auth/recovery'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { signUp, signUpState, verify } from '@latchkey/contracts/auth/sign-up'
import { ready } from '@latchkey/contracts/platform/health'
import { readKeptMail, readMailbox } from '@latchkey/contracts/platform/mailbox'
import { keepAddress } from '../src/auth/sign-in/known-person.ts'
import type { FakeApi } from '../testing/fake-api.ts'
import { accountStates } from './account-states.ts'
import { appears, fillAndSubmit, press, submit, type } from './act.ts'
import { adminStates } from './admin-states.ts'
import { factorStates } from './factor-states.ts'
import { linkStates } from './link-states.ts'
import { productStates } from './product-states.ts'
import { providerStates } from './provider-states.ts'
import { email, id, link, minutesAgo, password, signedIn } from './samples.ts'

/** A page, what the API answers it, and what a person did there. */
export interface State {
  readonly name: string
  readonly path: string
  /** What the entry of the history keeps beside the address. */
  readonly history?: object
  readonly prepare?: (api: FakeApi) => void
  readonly act?: () => Promise<void>
}

const sentCode = { unproven: email, mailed: email }
const typeCode = (shown: string) => async () => {
  await type('input[autocomplete=one-time-code]', '071584')
  await appears(shown)
}
const subject = '071584 is your sign-up code'
const mail = { id: id(1), sentAt: minutesAgo(1), to: email, subject }
const text = `Your code is 071584.\n\nOr open this link:\nhttps://example.com/verify${link}\n`
const hasMail = (api: FakeApi) => {
  const mails = [mail, { ...mail, id: id(2), sentAt: minutesAgo(50), subject: 'Reset your password' }]
  api.answer(readMailbox, { status: 200, data: { isWhole: true, mails } })
  api.answer(readKeptMail, { status: 200, data: { ...mail, text } })
}
const signInByForm = async () => {
  await fillAndSubmit({ email })()
  await fillAndSubmit({ password })()
}

/** The states of the pages, by group. */
export const states: Readonly<Record<string, readonly State[]>> = {
  'Sign in': [
    { name: 'Sign in', path: '/login' },
    { name: 'Sign in, no address', path: '/login', act: submit },
    { name: 'Sign in, password', path: '/login', act: fillAndSubmit({ email }) },
    { name: 'Sign in, signed out', path: '/login', history: { ended: { code: 'signed_out' } } },
    {
      name: 'Sign in, ended elsewhere',
      path: '/login?return=%2Fdevices',
      history: { ended: { code: 'session_ended', reason: 'password_changed' } },
    },
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
    {
      name: 'Code by email, wrong code',
      path: '/login/code',
      prepare: api => {
        api.answer(askForCode, { status: 202, data: { challenge: 'lk_example' } })
        api.refuse(signInWithCode, 'invalid_code')
      },
      act: async () => {
        await fillAndSubmit({ email })()
        await typeCode('[aria-invalid=true]')()
      },
    },
    { name: 'Forgot password', path: '/forgot' },
    {
      name: 'Forgot password, sent',
      path: '/forgot',
      prepare: api => api.answer(forgotPassword, { status: 202, data: { email } }),
      act: fillAndSubmit({ email }),
    },
  ],
  'Sign up': [
    { name: 'Sign up', path: '/sign-up' },
    { name: 'Sign up, empty', path: '/sign-up', act: submit },
    {
      name: 'Sign up, by passkey',
      path: '/sign-up',
      act: async () => {
        await press('form + button')
        await appears('form:not(:has([type=password]))')
      },
    },
    {
      name: 'Code entry',
      path: '/sign-up',
      prepare: api => api.answer(signUp, { status: 202, data: { email } }),
      act: fillAndSubmit({ email, password }),
    },
    {
      name: 'Code entry, wrong code',
      path: '/sign-up',
      history: sentCode,
      prepare: api => api.refuse(verify, 'invalid_code'),
      act: typeCode('[aria-invalid=true]'),
    },
    { name: 'Code entry, later', path: '/sign-up', history: { unproven: email } },
    {
      name: 'Choose a passkey',
      path: '/sign-up',
      history: sentCode,
      prepare: api => api.refuse(verify, 'password_required'),
      act: typeCode('form:not(:has(input))'),
    },
    {
      name: 'Ready, by the link in another browser',
      path: '/sign-up',
      history: sentCode,
      prepare: api => api.answer(signUpState, { status: 200, data: { finished: true } }),
    },
  ],
  'Mailed links': linkStates,
  Account: accountStates,
  'Second factors': factorStates,
  Providers: providerStates,
  Admins: adminStates,
  Product: productStates,
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
  ],
  'For developers': [
    {
      name: 'Mailbox',
      path: `/dev/mailbox?mail=${mail.id}`,
      prepare: hasMail,
      // As plain text: the page of a mail comes from the API.
      act: async () => {
        await press('article fieldset label:last-of-type input')
        await appears('article p.whitespace-pre-wrap')
      },
    },
    { name: 'Mailbox, its list', path: '/dev/mailbox', prepare: hasMail },
    {
      name: 'Mailbox, empty',
      path: '/dev/mailbox',
      prepare: api => api.answer(readMailbox, { status: 200, data: { isWhole: true, mails: [] } }),
    },
  ],
}
