import {
  disablePerson,
  type ListedPerson,
  type PersonDetails,
  readPerson,
  readPersonActivity,
  readPersonSessions,
  searchPeople,
} from '@latchkey/contracts/auth/admin'
import { confirmOptions } from '@latchkey/contracts/auth/confirmation'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { anEvent, aPhone, aSession, type FakeApi, noFactors, user } from '../testing/fake-api.ts'
import { appears, holdToast, press, submit, type } from './act.ts'
import { id, minutesAgo } from './samples.ts'
import type { State } from './states.ts'

const grace: ListedPerson = {
  id: id(71),
  email: 'grace@example.com',
  name: 'Grace Hopper',
  role: 'person',
  createdAt: minutesAgo(90_000),
  disabledAt: null,
  deletedAt: null,
  secondFactorSince: minutesAgo(50_000),
}
const others: ListedPerson[] = [
  { ...grace, id: id(72), email: 'katherine.johnson.of.the.flight.research@example.com', name: null },
  { ...grace, id: id(73), email: 'mary@example.com', name: 'Mary Jackson', disabledAt: minutesAgo(900) },
  { ...grace, id: id(74), email: 'rose@example.com', name: 'Rose', deletedAt: minutesAgo(900) },
  { ...grace, id: id(75), email: user.email, name: user.name, role: 'admin' },
]
const details: PersonDetails = {
  ...grace,
  secondFactorDemanded: false,
  liveSessions: 2,
  factors: {
    ...noFactors,
    totp: [{ id: id(81), name: 'Phone', createdAt: minutesAgo(50_000), lastUsedAt: minutesAgo(60) }],
    recoveryCodes: { left: 9, createdAt: minutesAgo(50_000) },
  },
}
const sessions = [
  aSession({ id: id(91), lastSeenAt: minutesAgo(4) }),
  aSession({ id: id(92), lastSeenAt: minutesAgo(600), device: aPhone, name: 'Pocket' }),
  aSession({ id: id(93), revoked: true, revokedAt: minutesAgo(9000), endReason: 'revoked_by_you' }),
]
const byNobody = { ip: null, about: null, device: { browser: null, os: null, model: null, type: null } }
const events = [
  anEvent(1, { at: minutesAgo(1), kind: 'read_by_admin', ...byNobody }),
  anEvent(2, { at: minutesAgo(60) }),
  anEvent(3, { at: minutesAgo(1500), kind: 'sign_in_failed', count: 12 }),
]

/** An admin who finds people. `more`: what else the API answers. */
const asAdmin = (more?: (api: FakeApi) => void) => (api: FakeApi) => {
  const session = aSession({ current: true })
  api.signedIn([session])
  api.answer(currentSession, { status: 200, data: { user, session, mustAddFactor: false, isAdmin: true } })
  api.answer(searchPeople, { status: 200, data: { people: [grace, ...others], next: id(75) } })
  api.answer(readPerson, { status: 200, data: details })
  api.answer(readPersonSessions, { status: 200, data: sessions })
  api.answer(readPersonActivity, { status: 200, data: { events, next: null } })
  api.answer(disablePerson, { status: 204 })
  more?.(api)
}
const isShown = (more: Partial<PersonDetails>) =>
  asAdmin(api => api.answer(readPerson, { status: 200, data: { ...details, ...more } }))

const person = `/admin/person?id=${grace.id}`
const openDialog = 'dialog[open] button'
/** The last act disables. */
const lastAct = 'main section:first-of-type ul > li:last-child button'

/** The states of the pages for admins. */
export const adminStates: readonly State[] = [
  { name: 'People', path: '/admin', prepare: asAdmin() },
  {
    name: 'People, of one kind',
    path: '/admin',
    history: { people: { search: 'ma', state: 'disabled' } },
    prepare: asAdmin(api =>
      api.answer(searchPeople, { status: 200, data: { people: others.slice(1, 2), next: null } }),
    ),
  },
  {
    name: 'People, nobody',
    path: '/admin',
    prepare: asAdmin(api => api.answer(searchPeople, { status: 200, data: { people: [], next: null } })),
    act: async () => {
      await type('input[name=search]', 'nobody@')
      await submit('main')
    },
  },
  { name: 'People, our fault', path: '/admin', prepare: asAdmin(api => api.refuse(searchPeople, 'internal_error')) },
  {
    name: 'People, too many searches',
    path: '/admin',
    prepare: asAdmin(api => api.refuse(searchPeople, 'rate_limited', { retryAfterSeconds: 60 })),
  },
  {
    name: 'People, for the second factor',
    path: '/admin',
    prepare: asAdmin(api => {
      api.refuse(searchPeople, 'confirmation_required')
      api.answer(confirmOptions, {
        status: 200,
        data: { methods: ['totp', 'recovery_code'], passkey: null, providers: [] },
      })
    }),
    act: async () => void (await appears(openDialog)),
  },
  {
    name: 'People, for everybody else',
    path: '/admin',
    prepare: api => api.signedIn(),
  },
  {
    name: 'Account menu of an admin',
    path: '/admin',
    prepare: asAdmin(),
    act: async () => {
      await press('header button[aria-expanded]')
      await appears('header button[aria-expanded=true]')
    },
  },
  { name: 'Person', path: person, prepare: asAdmin() },
  {
    name: 'Person, disabled and without factors',
    path: person,
    prepare: isShown({ disabledAt: minutesAgo(30), factors: noFactors, secondFactorDemanded: true, liveSessions: 0 }),
  },
  { name: 'Person, deleted', path: person, prepare: isShown({ deletedAt: minutesAgo(30) }) },
  { name: 'Person, an admin', path: person, prepare: isShown({ role: 'admin' }) },
  {
    name: 'Person, with nothing yet',
    path: person,
    prepare: asAdmin(api => {
      api.answer(readPersonSessions, { status: 200, data: [] })
      api.answer(readPersonActivity, { status: 200, data: { events: [], next: null } })
    }),
  },
  {
    name: 'Person, partly our fault',
    path: person,
    prepare: asAdmin(api => {
      api.refuse(readPersonSessions, 'internal_error')
      api.refuse(readPersonActivity, 'internal_error')
    }),
  },
  {
    name: 'Person, not found',
    path: person,
    prepare: asAdmin(api => api.refuse(readPerson, 'not_found')),
  },
  {
    name: 'Person, disable?',
    path: person,
    prepare: asAdmin(),
    act: async () => {
      await press(lastAct)
      await appears(openDialog)
    },
  },
  {
    name: 'Person, is disabled',
    path: person,
    prepare: asAdmin(),
    act: async () => {
      await press(lastAct)
      await press('dialog[open] button:last-of-type')
      await holdToast()
    },
  },
  {
    name: 'Person, an act is refused',
    path: person,
    prepare: asAdmin(api => api.refuse(disablePerson, 'not_possible')),
    act: async () => {
      await press(lastAct)
      await press('dialog[open] button:last-of-type')
      await appears('dialog[open] [role=alert]:not(:empty)')
    },
  },
]
