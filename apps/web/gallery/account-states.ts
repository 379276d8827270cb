import { changeEmail, changeName, passwordState } from '@latchkey/contracts/auth/account'
import { listActivity } from '@latchkey/contracts/auth/activity'
import { confirm, confirmOptions } from '@latchkey/contracts/auth/confirmation'
import { nameDevice, revokeOtherSessions, revokeSession } from '@latchkey/contracts/auth/devices'
import { factors } from '@latchkey/contracts/auth/factors'
import { type FakeApi, noFactors, user } from '../testing/fake-api.ts'
import { appears, holdToast, press, submit, type } from './act.ts'
import { addressWaits, id, minutesAgo, newEmail, password, phoneSession, signedIn } from './samples.ts'
import type { State } from './states.ts'

const others = '[aria-labelledby=other-devices]'
const openDialog = 'dialog[open] button'
const confirmDialog = 'dialog[open] button:last-of-type'

/** Asks for another address, which needs a proof. */
async function askForAddress(): Promise<void> {
  await type('#email input[name=email]', newEmail)
  await submit('#email')
  await appears(openDialog)
}
const needsProof = (more?: (api: FakeApi) => void) =>
  signedIn(api => {
    api.refuse(changeEmail, 'confirmation_required')
    more?.(api)
  })

/** The states of the account's own pages. */
export const accountStates: readonly State[] = [
  { name: 'Overview', path: '/security', prepare: signedIn() },
  {
    name: 'Overview, much to look at',
    path: '/security',
    prepare: signedIn(api => {
      addressWaits(api)
      const since = { changedAt: minutesAgo(90_000), strangersRefusedAt: minutesAgo(90) }
      api.answer(passwordState, { status: 200, data: { password: since } })
    }),
  },
  {
    name: 'Account menu',
    path: '/security',
    prepare: signedIn(),
    act: async () => {
      await press('header button[aria-expanded]')
      await appears('header button[aria-expanded=true]')
    },
  },
  { name: 'Devices', path: '/devices', prepare: signedIn() },
  { name: 'Devices, only this one', path: '/devices', prepare: api => api.signedIn() },
  {
    name: 'Devices, a name is typed',
    path: '/devices',
    prepare: signedIn(),
    act: async () => {
      await press(`#rename-${id(2)}`)
      await type('input[name=name]', 'Pocket')
    },
  },
  {
    name: 'Devices, renamed',
    path: '/devices',
    prepare: signedIn(api => api.answer(nameDevice, { status: 200, data: { ...phoneSession, name: 'Pocket' } })),
    act: async () => {
      await press(`#rename-${id(2)}`)
      await type('input[name=name]', 'Pocket')
      await submit()
      await holdToast()
    },
  },
  {
    name: 'Devices, signing one out',
    path: '/devices',
    prepare: signedIn(api => api.refuse(revokeSession, 'internal_error')),
    act: async () => {
      await press(`${others} li div:last-child > button`)
      await holdToast()
    },
  },
  {
    name: 'Devices, all others?',
    path: '/devices',
    prepare: signedIn(),
    act: async () => {
      await press(`${others} > div button`)
      await appears(openDialog)
    },
  },
  {
    name: 'Devices, all others are signed out',
    path: '/devices',
    prepare: signedIn(api => api.answer(revokeOtherSessions, { status: 200, data: { revoked: 2 } })),
    act: async () => {
      await press(`${others} > div button`)
      await press(confirmDialog)
      await holdToast()
    },
  },
  { name: 'Activity', path: '/activity', prepare: signedIn() },
  {
    name: 'Activity, this was not me',
    path: '/activity',
    prepare: signedIn(),
    act: async () => {
      await press('li:nth-child(2) summary')
      await press('details[open] button[aria-expanded=false]')
      await appears('details[open] button[aria-expanded=true]')
    },
  },
  {
    name: 'Activity, empty',
    path: '/activity',
    prepare: signedIn(api => api.answer(listActivity, { status: 200, data: { events: [], next: null } })),
  },
  {
    name: 'Activity, nothing of this kind',
    path: `/activity?device=${id(3)}`,
    prepare: signedIn(api => api.answer(listActivity, { status: 200, data: { events: [], next: null } })),
  },
  {
    name: 'Activity, our fault',
    path: '/activity',
    prepare: signedIn(api => api.refuse(listActivity, 'internal_error')),
  },
  { name: 'Settings', path: '/settings', prepare: signedIn() },
  {
    name: 'Settings, with errors',
    path: '/settings',
    prepare: signedIn(),
    act: async () => {
      await type('#name input[name=name]', 'a'.repeat(101))
      await submit('#name')
      await type('#email input[name=email]', 'ada')
      await submit('#email')
      await submit('#password')
      for (const part of ['#name', '#email', '#password']) await appears(`${part} [aria-invalid=true]`)
    },
  },
  {
    name: 'Settings, name is saved',
    path: '/settings',
    prepare: signedIn(api => api.answer(changeName, { status: 200, data: { ...user, name: 'Ada Lovelace' } })),
    act: async () => {
      await type('#name input[name=name]', 'Ada Lovelace')
      await submit('#name')
      await appears('#name p[role=status]:not(:empty)')
    },
  },
  { name: 'Settings, address change waits', path: '/settings', prepare: signedIn(addressWaits) },
  {
    name: 'Settings, without a password',
    path: '/settings',
    prepare: signedIn(api => api.answer(factors, { status: 200, data: { ...noFactors, password: null } })),
  },
  {
    name: 'Settings, delete the account?',
    path: '/settings',
    prepare: signedIn(),
    act: async () => {
      await press('#delete button')
      await appears(openDialog)
    },
  },
  { name: 'Proof by password', path: '/settings', prepare: needsProof(), act: askForAddress },
  {
    name: 'Proof by password, wrong',
    path: '/settings',
    prepare: needsProof(api => api.refuse(confirm, 'invalid_credentials')),
    act: async () => {
      await askForAddress()
      await type('dialog[open] input[name=password]', password)
      await submit('dialog[open]')
      await appears('dialog[open] [aria-invalid=true]')
    },
  },
  {
    name: 'Proof by an app',
    path: '/settings',
    prepare: needsProof(api =>
      api.answer(confirmOptions, {
        status: 200,
        data: { methods: ['totp', 'recovery_code'], passkey: null, providers: [] },
      }),
    ),
    act: askForAddress,
  },
  {
    name: 'Nothing to prove it with',
    path: '/settings',
    prepare: needsProof(api =>
      api.answer(confirmOptions, { status: 200, data: { methods: [], passkey: null, providers: [] } }),
    ),
    act: askForAddress,
  },
  {
    name: 'Sign in again, over a form',
    path: '/settings',
    prepare: signedIn(api => api.refuse(changeEmail, 'session_ended', { reason: 'idle' })),
    act: askForAddress,
  },
]
