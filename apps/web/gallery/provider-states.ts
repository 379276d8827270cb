import { changeEmail } from '@latchkey/contracts/auth/account'
import { confirmOptions } from '@latchkey/contracts/auth/confirmation'
import {
  identities,
  type LinkStep,
  linkAtSignIn,
  mailLinkCode,
  type ProviderProblem,
  pendingSignInWith,
  signOutWith,
  unlinkIdentity,
} from '@latchkey/contracts/auth/identities'
import type { Identity } from '@latchkey/contracts/auth/linked-identities'
import { type ListedProvider, providerMarks, providers } from '@latchkey/contracts/auth/listed-providers'
import { signInWith } from '@latchkey/contracts/auth/sign-in-with'
import { keepLastProvider } from '../src/auth/identities/last-provider.ts'
import type { FakeApi } from '../testing/fake-api.ts'
import { appears, press, submit, type } from './act.ts'
import { email, id, minutesAgo, newEmail, password, signedIn } from './samples.ts'
import type { State } from './states.ts'

const names = ['Google', 'Microsoft', 'Apple', 'GitHub', 'GitLab', 'Harbour']
const all: ListedProvider[] = providerMarks.map((mark, at) => ({ id: mark, label: names[at] ?? mark, mark }))
const [google, , apple] = all as [ListedProvider, ListedProvider, ListedProvider]

/** A visitor to whom the server offers every provider. */
const offered = (more?: (api: FakeApi) => void) => (api: FakeApi) => {
  api.answer(providers, { status: 200, data: all })
  more?.(api)
}
const first = 'main li button'

const step = (methods: LinkStep['methods']) =>
  offered(api => {
    const data = { challenge: 'lk_example', label: 'Google', email, methods, expiresAt: minutesAgo(-9) }
    api.answer(pendingSignInWith, { status: 200, data })
    api.answer(mailLinkCode, { status: 204 })
    api.refuse(linkAtSignIn, methods.length === 1 ? 'invalid_code' : 'invalid_credentials')
  })
// The callback leads to /login, and the router from there to here.
const pending = `/login/with?with=google&pending=${id(1)}`
const problems: ProviderProblem[] = ['denied', 'expired', 'misconfigured', 'down', 'no_address', 'taken', 'refused']

const anIdentity: Identity = {
  ...{ id: id(61), provider: 'google', label: 'Google', mark: 'google', email },
  ...{ createdAt: minutesAgo(90_000), lastUsedAt: minutesAgo(600), usable: true },
}
const linked = [
  anIdentity,
  { ...anIdentity, id: id(62), provider: 'apple', label: 'Apple', mark: 'apple', email: null, lastUsedAt: null },
  { ...anIdentity, id: id(63), provider: 'old', label: 'Lighthouse', mark: 'other', email: newEmail, usable: false },
]
const having = (data: Identity[], more?: (api: FakeApi) => void) =>
  signedIn(api => {
    api.answer(providers, { status: 200, data: all })
    api.answer(identities, { status: 200, data })
    more?.(api)
  })
const unlink = '#linked li button'

async function askForAddress(): Promise<void> {
  await type('#email input[name=email]', newEmail)
  await submit('#email')
  await appears('dialog[open] ul button')
}
const confirming = having(linked, api => {
  api.refuse(changeEmail, 'confirmation_required')
  api.answer(confirmOptions, { status: 200, data: { methods: [], passkey: null, providers: [google, apple] } })
})

/** The states of the pages for accounts at providers. */
export const providerStates: readonly State[] = [
  { name: 'Sign in, with providers', path: '/login', prepare: offered(), act: async () => void (await appears(first)) },
  {
    name: 'Sign in, a provider was used last',
    path: '/login',
    prepare: offered(() => keepLastProvider('google')),
    act: async () => void (await appears(`${first} span.bg-tint`)),
  },
  {
    name: 'Sign in, signed out here but not at the provider',
    path: '/login',
    history: { ended: { code: 'signed_out' } },
    prepare: offered(api => {
      keepLastProvider('google')
      api.answer(signOutWith, { status: 200, data: { url: '#the-provider' } })
    }),
    act: async () => void (await appears('main a[href="#the-provider"]')),
  },
  {
    name: 'Sign in, a provider opens',
    path: '/login',
    prepare: offered(api => api.on(signInWith, () => new Promise(() => undefined))),
    act: async () => {
      await press(first)
      await appears(`${first}[aria-disabled=true]`)
    },
  },
  {
    name: 'Sign in, a provider does not answer',
    path: '/login',
    prepare: offered(api => api.refuse(signInWith, 'provider_unavailable')),
    act: async () => {
      await press(first)
      await appears('main li [role=alert]:not(:empty)')
    },
  },
  {
    name: 'Sign up, with providers',
    path: '/sign-up',
    prepare: offered(),
    act: async () => void (await appears(first)),
  },
  ...problems.map(problem => ({
    name: `Back from a provider, ${problem.replace('_', ' ')}`,
    path: `/login?with=google&problem=${problem}`,
    prepare: offered(),
    act: async () => void (await appears('form [role=alert]')),
  })),
  {
    name: 'Link at sign-in, password',
    path: pending,
    prepare: step(['password', 'passkey', 'code']),
    act: async () => void (await appears('input[name=password]')),
  },
  {
    name: 'Link at sign-in, wrong password',
    path: pending,
    prepare: step(['password', 'code']),
    act: async () => {
      await type('input[name=password]', password)
      await submit()
      await appears('[aria-invalid=true]')
    },
  },
  {
    name: 'Link at sign-in, passkey',
    path: pending,
    prepare: step(['passkey', 'code']),
    act: async () => void (await appears('form')),
  },
  {
    name: 'Link at sign-in, a code?',
    path: pending,
    prepare: step(['password', 'code']),
    act: async () => {
      await press('main li button')
      await appears('form:not(:has(input))')
    },
  },
  {
    name: 'Link at sign-in, a wrong code',
    path: pending,
    prepare: step(['code']),
    act: async () => {
      await type('input[autocomplete=one-time-code]', '071584')
      await appears('[aria-invalid=true]')
    },
  },
  { name: 'Linked accounts', path: '/security', prepare: having(linked) },
  { name: 'Linked accounts, none yet', path: '/security', prepare: having([]) },
  { name: 'Linked accounts, one is new', path: '/security?linked=google', prepare: having(linked) },
  {
    name: 'Linked accounts, linked to another',
    path: '/security?linked=google&with=google&problem=taken',
    prepare: having([]),
    act: async () => void (await appears('#linked [role=alert]:not(:empty)')),
  },
  {
    name: 'Linked accounts, unlink one?',
    path: '/security',
    prepare: having(linked),
    act: async () => {
      await press(unlink)
      await appears('dialog[open] button')
    },
  },
  {
    name: 'Linked accounts, the last way stays',
    path: '/security',
    prepare: having([anIdentity], api => api.refuse(unlinkIdentity, 'last_factor')),
    act: async () => {
      await press(unlink)
      await press('dialog[open] button:last-of-type')
      await appears('dialog[open] [role=alert]:not(:empty)')
    },
  },
  { name: 'Proof by a provider', path: '/settings', prepare: confirming, act: askForAddress },
  { name: 'Confirmed in another tab', path: '/confirmed', prepare: signedIn() },
  { name: 'Not confirmed', path: '/confirmed?with=google&problem=denied', prepare: having([]) },
]
