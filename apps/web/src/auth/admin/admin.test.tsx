import {
  demandPersonFactor,
  disablePerson,
  enablePerson,
  endPersonSession,
  endPersonSessions,
  type ListedPerson,
  readPerson,
  readPersonActivity,
  readPersonSessions,
  searchPeople,
  startPersonReset,
} from '@latchkey/contracts/auth/admin'
import { confirm, confirmOptions } from '@latchkey/contracts/auth/confirmation'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { anEvent, aSession, fakeApi, noFactors, problem, user } from '../../../testing/fake-api.ts'
import { heading, visit } from '../../../testing/visit.tsx'

const id = '019ab000-0000-7000-8000-000000000071'
const grace: ListedPerson = {
  id,
  email: 'grace@example.com',
  name: 'Grace',
  role: 'person',
  createdAt: '2026-11-23T14:02:00.000Z',
  disabledAt: null,
  deletedAt: null,
  secondFactorSince: null,
}
const details = { ...grace, factors: noFactors, secondFactorDemanded: false, liveSessions: 1, identities: [] }
const me = { user, session: aSession({ current: true }), mustAddFactor: false, isAdmin: true }

let api: ReturnType<typeof fakeApi>
/** The bodies of the searches so far. */
let searches: unknown[]
beforeEach(() => {
  api = fakeApi()
  searches = []
  api.signedIn()
  api.answer(currentSession, { status: 200, data: me })
  api.on(searchPeople, body => {
    searches.push(body)
    return Response.json({ data: { people: [grace], next: null } })
  })
  api.answer(readPerson, { status: 200, data: details })
  api.answer(readPersonSessions, { status: 200, data: [aSession()] })
  api.answer(readPersonActivity, { status: 200, data: { events: [anEvent(9)], next: null } })
})

describe('the pages for admins', () => {
  it.each(['/admin', `/admin/person?id=${id}`])(
    'are not found by everybody else, and ask the API nothing: %s',
    async path => {
      api.answer(currentSession, { status: 200, data: { ...me, isAdmin: false } })
      const { person } = visit(path)
      await heading('Page not found')
      await person.click(screen.getByRole('button', { name: /^Account menu/ }))
      expect(screen.queryByRole('link', { name: 'People' })).toBeNull()
      expect(api.asked.filter(asked => asked.includes('/admin/'))).toEqual([])
    },
  )

  it('have a link in the menu of an admin', async () => {
    const { person } = visit('/security')
    await person.click(await screen.findByRole('button', { name: /^Account menu/ }))
    await person.click(screen.getByRole('link', { name: 'People' }))
    await heading('People')
  })

  it('are gone once the role is: the menu has no link to them any more', async () => {
    const { person } = visit('/admin')
    await screen.findByRole('link', { name: /Grace/ })
    api.refuse(searchPeople, 'not_found')
    api.answer(currentSession, { status: 200, data: { ...me, isAdmin: false } })
    await person.type(screen.getByLabelText(/^Beginning/), 'x')
    await person.click(screen.getByRole('button', { name: 'Search' }))
    await heading('Page not found')
    await person.click(screen.getByRole('button', { name: /^Account menu/ }))
    await waitFor(() => expect(screen.queryByRole('link', { name: 'People' })).toBeNull())
  })

  it('are gone from the menu too where a person is open as the role ends', async () => {
    api.refuse(readPerson, 'not_found')
    let asked = 0
    api.on(currentSession, () => Response.json({ data: { ...me, isAdmin: asked++ === 0 } }))
    const { person } = visit(`/admin/person?id=${id}`)
    await heading('Page not found')
    await person.click(screen.getByRole('button', { name: /^Account menu/ }))
    await waitFor(() => expect(screen.queryByRole('link', { name: 'People' })).toBeNull())
    expect(asked).toBeGreaterThan(1)
  })

  it('ask for the second factor if the session was begun without it', async () => {
    let isProven = false
    api.on(searchPeople, () =>
      isProven ? Response.json({ data: { people: [grace], next: null } }) : problem('confirmation_required'),
    )
    api.answer(confirmOptions, { status: 200, data: { methods: ['totp'], passkey: null, providers: [] } })
    api.on(confirm, () => {
      isProven = true
      return Response.json({ data: { confirmedUntil: '2036-03-01T09:10:00.000Z' } })
    })
    const { person } = visit('/admin')
    await person.type(await screen.findByLabelText('Code from the app'), '071584{Enter}')
    expect(await screen.findByRole('link', { name: /Grace/ })).toBeTruthy()
  })
})

describe('the search', () => {
  it('keeps what was typed out of the address, and finds the same list after "back"', async () => {
    const { person, history } = visit('/admin')
    await person.type(await screen.findByLabelText(/^Beginning/), ' Grace@')
    await person.selectOptions(screen.getByLabelText('Show'), 'Disabled')
    await person.click(screen.getByRole('button', { name: 'Search' }))
    await waitFor(() => expect(searches.at(-1)).toEqual({ search: 'Grace@', state: 'disabled' }))
    expect(history.location.href).toBe('/admin')
    await person.click(await screen.findByRole('link', { name: /Grace/ }))
    await heading('Grace')
    window.history.back()
    await heading('People')
    expect(screen.getByLabelText<HTMLInputElement>(/^Beginning/).value).toBe('Grace@')
    expect(screen.getByLabelText<HTMLSelectElement>('Show').value).toBe('disabled')
  })

  it('keeps the focus, and shows everybody again by the link to the page', async () => {
    const { person } = visit('/admin')
    const field = await screen.findByLabelText<HTMLInputElement>(/^Beginning/)
    await person.type(field, 'grace{Enter}')
    await waitFor(() => expect(searches.at(-1)).toEqual({ search: 'grace' }))
    expect(document.activeElement).toBe(field)
    await person.click(screen.getByRole('button', { name: /^Account menu/ }))
    await person.click(screen.getByRole('link', { name: 'People' }))
    await waitFor(() => expect(field.value).toBe(''))
  })

  it('loads more, and moves the focus to the first new person', async () => {
    const second = { ...grace, id: '019ab000-0000-7000-8000-000000000072', name: 'Mary' }
    api.on(searchPeople, body =>
      Response.json({
        data: (body as { after?: string }).after ? { people: [second], next: null } : { people: [grace], next: id },
      }),
    )
    const { person } = visit('/admin')
    expect(await screen.findByText('1 person so far.')).toBeTruthy()
    await person.click(screen.getByRole('button', { name: 'Load more' }))
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('link', { name: /Mary/ })))
    expect(screen.getByText('2 people.')).toBeTruthy()
  })

  it('says that nobody was found, and what failed', async () => {
    api.answer(searchPeople, { status: 200, data: { people: [], next: null } })
    const { person } = visit('/admin')
    expect(await screen.findByText('Nobody matches this.')).toBeTruthy()
    api.refuse(searchPeople, 'internal_error')
    await person.type(screen.getByLabelText(/^Beginning/), 'x')
    await person.click(screen.getByRole('button', { name: 'Search' }))
    expect(await screen.findByText(/^Something went wrong on our side/)).toBeTruthy()
    api.answer(searchPeople, { status: 200, data: { people: [grace], next: null } })
    await person.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('link', { name: /Grace/ })).toBeTruthy()
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 })))
  })

  it('moves the focus also where it loads more and finds no one', async () => {
    api.answer(searchPeople, { status: 200, data: { people: [], next: id } })
    const { person } = visit('/admin')
    const more = await screen.findByRole('button', { name: 'Load more' })
    api.answer(searchPeople, { status: 200, data: { people: [], next: null } })
    await person.click(more)
    await waitFor(() => expect(more.isConnected).toBe(false))
    await waitFor(() => expect(document.activeElement).not.toBe(document.body))
  })
})

describe('the page of a person', () => {
  const open = async () => {
    const opened = visit(`/admin/person?id=${id}`)
    await heading('Grace')
    return opened
  }

  it.each([
    ['Sign out everywhere', endPersonSessions, { revoked: 2 }, '2 sessions ended.'],
    ['Start a password reset', startPersonReset, null, 'The link is on its way.'],
    ['Require a second factor', demandPersonFactor, null, 'A second factor is required.'],
    ['Disable account', disablePerson, null, 'The account is disabled.'],
  ] as const)('asks before it acts, and tells what was done: %s', async (name, endpoint, data, told) => {
    api.on(endpoint, () => (data ? Response.json({ data }) : new Response(null, { status: 204 })))
    const { person } = await open()
    const button = screen.getByRole('button', { name })
    await person.click(button)
    const dialog = await screen.findByRole('alertdialog')
    expect(within(dialog).getByText('The person gets an email about it.')).toBeTruthy()
    await person.click(within(dialog).getByRole('button', { name: 'Cancel' }))
    expect(document.activeElement).toBe(button)
    const sent = () => api.asked.filter(asked => asked.startsWith(`${endpoint.method} /`) && !asked.includes('/search'))
    expect(sent()).toEqual([])
    await person.click(button)
    await person.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name }))
    expect(await screen.findByText(told)).toBeTruthy()
    expect(sent()).toEqual([`${endpoint.method} ${endpoint.path.replace(':id', id)}`])
  })

  it('ends one session', async () => {
    api.on(endPersonSession, () => {
      api.answer(readPersonSessions, {
        status: 200,
        data: [aSession({ revoked: true, endReason: 'revoked_by_admin' })],
      })
      return new Response(null, { status: 204 })
    })
    const { person } = await open()
    await person.click(await screen.findByRole('button', { name: 'Sign out Firefox on Linux' }))
    await person.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Sign out' }))
    expect(await screen.findByText('The session is ended.')).toBeTruthy()
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Sign out Firefox on Linux' })).toBeNull())
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Signed in on' })))
  })

  it('enables a disabled person, and starts no reset that would not let them in', async () => {
    api.answer(readPerson, { status: 200, data: { ...details, disabledAt: grace.createdAt } })
    api.answer(enablePerson, { status: 204 })
    const { person } = await open()
    expect(screen.queryByRole('button', { name: 'Start a password reset' })).toBeNull()
    await person.click(screen.getByRole('button', { name: 'Enable account' }))
    await person.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Enable account' }))
    expect(await screen.findByText('The account is enabled.')).toBeTruthy()
  })

  it('shows the accounts elsewhere that sign the person in', async () => {
    const times = { createdAt: grace.createdAt, lastUsedAt: null }
    const about = { id, provider: 'google', label: 'Google', mark: 'google', email: 'grace@example.com', usable: false }
    api.answer(readPerson, { status: 200, data: { ...details, identities: [{ ...about, ...times }] } })
    await open()
    const part = within(screen.getByRole('region', { name: 'Linked accounts' }))
    expect(part.getByText('Google: grace@example.com')).toBeTruthy()
    expect(part.getByText(/cannot be used now/)).toBeTruthy()
  })

  it.each([
    ['an admin', { role: 'admin' as const }, /on the command line/],
    ['deleted', { deletedAt: grace.createdAt }, /is deleted/],
  ])('has no act for an account that is %s', async (_, more, why) => {
    api.answer(readPerson, { status: 200, data: { ...details, ...more } })
    await open()
    expect(screen.getByText(why)).toBeTruthy()
    expect(within(screen.getByRole('region', { name: 'Actions' })).queryByRole('button')).toBeNull()
  })

  it('says in the dialog why an act was refused', async () => {
    api.refuse(disablePerson, 'not_possible')
    const { person } = await open()
    await person.click(screen.getByRole('button', { name: 'Disable account' }))
    await person.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Disable account' }))
    expect(await screen.findByText('This is not possible for this account.')).toBeTruthy()
  })

  it.each(['', '?id=7', '?id=019ab000-0000-7000-8000-00000000dead'])('is not found for %j', async query => {
    api.refuse(readPerson, 'not_found')
    visit(`/admin/person${query}`)
    await heading('Page not found')
  })
})
