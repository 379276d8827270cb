import { cancelEmailByLink, confirmEmail, deleteUser, undoDeletion } from '@latchkey/contracts/auth/account'
import { keepFactors } from '@latchkey/contracts/auth/lost-factors'
import { keepAccount, notMe, resetPassword } from '@latchkey/contracts/auth/recovery'
import { verify } from '@latchkey/contracts/auth/sign-up'
import type { Endpoint } from '@latchkey/contracts/endpoint'
import { type FakeApi, user } from '../testing/fake-api.ts'
import { appears, fillAndSubmit, press, submit } from './act.ts'
import { link, newEmail, password, signedIn } from './samples.ts'
import type { State } from './states.ts'

/** Presses the button of the page, which then shows something else in its place. */
const submitAndSee =
  (shown: string, send: () => Promise<void> = submit) =>
  async () => {
    await send()
    await appears(shown)
  }
/** What a page without a form shows: that it is done, or that the link is dead. */
const result = 'main:not(:has(form)) h1'

/** A page with one button: before it is pressed, afterwards, and with a link that no longer works. */
const pageOf = (name: string, done: string, path: string, endpoint: Endpoint): State[] => [
  { name, path: path + link },
  {
    name: done,
    path: path + link,
    prepare: api => api.on(endpoint, () => new Response(null, { status: 204 })),
    act: submitAndSee(result),
  },
  {
    name: `${name}, dead link`,
    path: path + link,
    prepare: api => api.refuse(endpoint, 'invalid_link'),
    act: submitAndSee(result),
  },
]

/** Deletes the account in the settings. The page that follows can undo it. */
async function deleteAccount(): Promise<void> {
  await press('#delete button')
  await press('dialog[open] button:last-of-type')
  await appears('main:has(ol) form')
}
const deletes = (then?: (api: FakeApi) => void) =>
  signedIn(api => {
    api.answer(deleteUser, { status: 200, data: { undo: 'lk_example' } })
    then?.(api)
  })

const choosePassword = fillAndSubmit({ password })

/** The states of the pages that mailed links lead to, and of the page after a deletion. */
export const linkStates: readonly State[] = [
  { name: 'Reset password', path: `/reset${link}` },
  {
    name: 'Password is reset',
    path: `/reset${link}`,
    prepare: api => api.answer(resetPassword, { status: 204 }),
    act: submitAndSee(result, choosePassword),
  },
  {
    name: 'Reset password, dead link',
    path: `/reset${link}`,
    prepare: api => api.refuse(resetPassword, 'invalid_link'),
    act: submitAndSee(result, choosePassword),
  },
  { name: 'Link without its secret', path: '/reset' },
  ...pageOf('This was not me', 'Account is safe', '/not-me', notMe),
  ...pageOf('Keep my account', 'Account is kept', '/keep-account', keepAccount),
  ...pageOf('Cancel a change of address', 'Change of address is cancelled', '/cancel-email', cancelEmailByLink),
  ...pageOf('Keep the second factors', 'Second factors are kept', '/keep-factors', keepFactors),
  { name: 'Confirm a new address', path: `/confirm-email${link}`, prepare: signedIn() },
  {
    name: 'New address is confirmed',
    path: `/confirm-email${link}`,
    prepare: signedIn(api => api.answer(confirmEmail, { status: 200, data: { ...user, email: newEmail } })),
    act: submitAndSee(result),
  },
  {
    name: 'Confirm a new address, dead link',
    path: `/confirm-email${link}`,
    prepare: signedIn(api => api.refuse(confirmEmail, 'invalid_link')),
    act: submitAndSee(result),
  },
  { name: 'Confirm by link', path: `/verify${link}` },
  {
    name: 'Confirm by link, choose a password',
    path: `/verify${link}`,
    prepare: api => api.refuse(verify, 'password_required'),
    act: submitAndSee('input[name=password]'),
  },
  {
    name: 'Account is ready',
    path: `/verify${link}`,
    prepare: api => api.answer(verify, { status: 200, data: { user } }),
    act: submitAndSee(result),
  },
  {
    name: 'Confirm by link, dead link',
    path: `/verify${link}`,
    prepare: api => api.refuse(verify, 'invalid_link'),
    act: submitAndSee(result),
  },
  { name: 'Account deleted', path: '/settings', prepare: deletes(), act: deleteAccount },
  {
    name: 'Account deleted, seen again',
    path: '/account-deleted',
    history: { ended: { code: 'session_ended', reason: 'account_deleted' } },
  },
  {
    name: 'Account deleted, too late to undo',
    path: '/settings',
    prepare: deletes(api => api.refuse(undoDeletion, 'invalid_link')),
    act: async () => {
      await deleteAccount()
      await submitAndSee('[role=alert]')()
    },
  },
  {
    name: 'Deletion is undone',
    path: '/settings',
    prepare: deletes(api => api.answer(undoDeletion, { status: 204 })),
    act: async () => {
      await deleteAccount()
      await submitAndSee(result)()
    },
  },
]
