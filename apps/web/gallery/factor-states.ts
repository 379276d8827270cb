import {
  activateTotp,
  addTotp,
  type Factors,
  factors,
  makeRecoveryCodes,
  removeFactor,
} from '@latchkey/contracts/auth/factors'
import { askForFactorReset } from '@latchkey/contracts/auth/lost-factors'
import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import type { FactorMethod } from '@latchkey/contracts/auth/signed-in'
import { keepUnfinished } from '../src/auth/sign-in/unfinished.ts'
import { createTabMemory } from '../src/platform/tab-memory.ts'
import { aSession, type FakeApi, noFactors, user } from '../testing/fake-api.ts'
import { appears, holdToast, press, submit, type } from './act.ts'
import { id, minutesAgo } from './samples.ts'
import type { State } from './states.ts'

const codes = Array.from({ length: 10 }, (_, at) => `k7wq-4mzt-9hb${at}`)
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const uri = `otpauth://totp/Latchkey:ada%40example.com?secret=${secret}&issuer=Latchkey`
const app = { id: id(1), name: 'Phone', createdAt: minutesAgo(90_000), lastUsedAt: minutesAgo(600) }
const passkey = {
  id: id(2),
  name: 'iCloud Keychain',
  synced: true,
  signsInAlone: true,
  createdAt: minutesAgo(9000),
  lastUsedAt: null,
}
const touchKey = { ...passkey, id: id(3), name: 'Security key', synced: false, signsInAlone: false }

const having =
  (more: Partial<Factors> = {}, then?: (api: FakeApi) => void) =>
  (api: FakeApi): void => {
    api.signedIn([aSession({ current: true })])
    const recoveryCodes = { left: 9, createdAt: minutesAgo(90_000) }
    api.answer(factors, {
      status: 200,
      data: { ...noFactors, totp: [app], passkeys: [passkey], recoveryCodes, ...more },
    })
    api.answer(addTotp, { status: 200, data: { id: app.id, secret, uri } })
    api.answer(makeRecoveryCodes, { status: 200, data: { codes } })
    then?.(api)
  }

/** A sign-in that waits for one of these. */
const unfinished = (...methods: FactorMethod[]) => {
  keepUnfinished(createTabMemory(), {
    challenge: 'lk_example',
    methods,
    expiresAt: minutesAgo(-10),
    email: 'ada@example.com',
    remember: false,
  })
}

const typeCode = () => type('input[autocomplete=one-time-code]', '071584')

const openLost = async () => {
  await press('details summary')
  await appears('details[open]')
}
const askToRemove = async () => {
  await press('#factors li button:last-of-type')
  await appears('dialog[open] button')
}

/** The states of the pages about second factors. */
export const factorStates: readonly State[] = [
  {
    name: 'Second step, app',
    path: '/login/second-step',
    prepare: () => unfinished('totp', 'passkey', 'recovery_code'),
  },
  {
    name: 'Second step, wrong code',
    path: '/login/second-step',
    prepare: api => {
      unfinished('totp', 'recovery_code')
      api.refuse(proveFactor, 'invalid_factor')
    },
    act: typeCode,
  },
  { name: 'Second step, passkey', path: '/login/second-step', prepare: () => unfinished('passkey', 'recovery_code') },
  { name: 'Second step, recovery code', path: '/login/second-step', prepare: () => unfinished('recovery_code') },
  { name: 'Second step, no way that this browser has', path: '/login/second-step', prepare: () => unfinished() },
  {
    name: 'Second step, all are lost',
    path: '/login/second-step',
    prepare: () => unfinished('totp'),
    act: openLost,
  },
  {
    name: 'Second step, removal is asked for',
    path: '/login/second-step',
    prepare: api => {
      unfinished('totp')
      api.answer(askForFactorReset, { status: 202, data: { resetAt: minutesAgo(-10_080) } })
    },
    act: async () => {
      await openLost()
      await press('details button')
      await appears('[role=status][tabindex]')
    },
  },
  { name: 'Security, two factors', path: '/security', prepare: having() },
  {
    name: 'Security, few recovery codes',
    path: '/security',
    prepare: having({ recoveryCodes: { left: 2, createdAt: minutesAgo(90_000) } }),
  },
  { name: 'Security, a key that only notices a touch', path: '/security', prepare: having({ passkeys: [touchKey] }) },
  { name: 'Security, a removal waits', path: '/security', prepare: having({ resetAt: minutesAgo(-9000) }) },
  {
    name: 'Security, a name is typed',
    path: '/security',
    prepare: having(),
    act: async () => {
      await press(`#rename-${app.id}`)
      await appears('#factors input[name=name]')
    },
  },
  { name: 'Security, remove a passkey?', path: '/security', prepare: having(), act: askToRemove },
  {
    name: 'Security, a passkey is removed',
    path: '/security',
    prepare: having({}, api => api.answer(removeFactor, { status: 204 })),
    act: async () => {
      await askToRemove()
      await press('dialog[open] button:last-of-type')
      await holdToast()
    },
  },
  {
    name: 'Settings, remove the password?',
    path: '/settings',
    prepare: having(),
    act: async () => {
      await press('#password form ~ div button')
      await appears('dialog[open] button')
    },
  },
  {
    name: 'Add an app, as the server requires',
    path: '/security/app',
    prepare: having({}, api => {
      const session = aSession({ current: true })
      api.answer(currentSession, { status: 200, data: { user, session, mustAddFactor: true, isAdmin: false } })
    }),
  },
  { name: 'Add an app', path: '/security/app', prepare: having() },
  { name: 'Add an app, key', path: '/security/app', prepare: having(), act: submit },
  {
    name: 'Add an app, wrong code',
    path: '/security/app',
    prepare: having({}, api => api.refuse(activateTotp, 'invalid_factor')),
    act: async () => {
      await submit()
      await typeCode()
    },
  },
  { name: 'Add a passkey', path: '/security/passkey', prepare: having() },
  { name: 'New recovery codes', path: '/security/recovery-codes', prepare: having() },
  { name: 'Recovery codes', path: '/security/recovery-codes', prepare: having(), act: submit },
  {
    name: 'Recovery codes, before they are saved',
    path: '/security/recovery-codes',
    prepare: having(),
    act: async () => {
      await submit()
      await appears('main ol code')
      await press('header nav a')
      await appears('p[role=alert]:not(:empty)')
    },
  },
]
