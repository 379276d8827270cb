import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { resend } from '@latchkey/contracts/auth/sign-up'
import { brand } from '@latchkey/contracts/brand'
import { act, screen, waitFor } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aSession, fakeApi, problem, user } from '../../../testing/fake-api.ts'
import { fakePasskeys } from '../../../testing/fake-passkeys.ts'
import { description, heading, visit } from '../../../testing/visit.tsx'

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
  api.signedOut()
  fakePasskeys()
})
afterEach(() => localStorage.clear())

const address = () => screen.getByLabelText<HTMLInputElement>('Email address')
const password = () => screen.queryByLabelText<HTMLInputElement>('Password')
const button = (name: string) => screen.getByRole('button', { name })
const link = (name: string) => screen.queryByRole('link', { name })

async function goOn(person: UserEvent, email = user.email) {
  await person.type(await screen.findByLabelText('Email address'), email)
  await person.click(button('Continue'))
}

async function goBack() {
  const moved = new Promise(resolve => window.addEventListener('popstate', resolve, { once: true }))
  await act(async () => {
    window.history.back()
    await moved
  })
}

describe('a browser with passkeys', () => {
  it('is asked for the address alone at first', async () => {
    visit('/login')
    await screen.findByLabelText('Keep me signed in for up to 30 days')
    expect([address().value, address().readOnly, address().autocomplete]).toEqual(['', false, 'username webauthn'])
    expect(password()).toBeNull()
    expect(button('Sign in with a passkey')).toBeTruthy()
    expect(screen.getAllByRole('link').map(({ textContent }) => textContent)).toContain('Create an account')
    for (const name of ['Forgot your password?', 'Email me a code', 'Send it again']) expect(link(name)).toBeNull()
    expect(document.activeElement).toBe(document.body)
  })

  it('hears at the field what is wrong with the address, keeps it, and asks the server nothing', async () => {
    const { person } = visit('/login')
    await goOn(person, 'ada')
    expect(document.activeElement).toBe(address())
    expect(description(address())).toBe('Enter one address: name@example.com.')
    expect(document.title).toBe(`Error: Sign in · ${brand.name}`)
    expect([address().value, password()]).toEqual(['ada', null])
    await person.type(address(), '@example.com')
    expect(description(address())).toBe('')
    await person.click(button('Continue'))
    await screen.findByLabelText('Password')
    expect(api.asked.filter(line => !line.startsWith('GET'))).toEqual([])
  })

  it('is then asked for the password, which has the focus, and comes to the wanted page', async () => {
    const sent: unknown[] = []
    api.on(signIn, body => {
      sent.push(body)
      api.signedIn()
      return Response.json({ data: { user, session: aSession({ current: true }) } })
    })
    const { person, history } = visit('/login?return=%2Fdevices')
    await person.click(await screen.findByRole('checkbox'))
    await goOn(person)
    await waitFor(() => expect(document.activeElement).toBe(password()))
    expect([address().value, address().readOnly]).toEqual([user.email, true])
    expect(screen.getByText('Sign in to continue.')).toBeTruthy()
    expect(link('Create an account')).toBeNull()
    expect(link('Email me a code')).toBeTruthy()
    await person.keyboard('seven lanterns{Enter}')
    await heading('Devices')
    expect(sent).toEqual([{ email: user.email, password: 'seven lanterns', remember: true, delivery: 'cookie' }])
    expect(history.location.href).toBe('/devices')
  })

  it.each([
    ['"back"', goBack],
    ['"Change"', (person: UserEvent) => person.click(button('Change'))],
  ])('returns by %s to the address as it was typed, without the password and its error', async (_name, leave) => {
    api.refuse(signIn, 'invalid_credentials')
    const { person } = visit('/login')
    await goOn(person)
    await person.type(await screen.findByLabelText('Password'), 'wrong{Enter}')
    await screen.findByText(/^That email and password don't match/)
    await leave(person)
    await waitFor(() => expect(document.activeElement).toBe(address()))
    expect([address().value, address().readOnly, password()]).toEqual([user.email, false, null])
    expect(screen.queryByText(/don't match/)).toBeNull()
    await person.clear(address())
    await goOn(person, 'grace@example.com')
    await waitFor(() => expect(document.activeElement).toBe(password()))
    expect([address().value, password()?.value]).toEqual(['grace@example.com', ''])
  })

  it('can go on with another address while the sign-in of the first is still under way', async () => {
    const answer = Promise.withResolvers<Response>()
    api.on(signIn, () => answer.promise)
    const { person } = visit('/login')
    await goOn(person)
    await person.type(await screen.findByLabelText('Password'), 'wrong{Enter}')
    await person.click(button('Change'))
    await waitFor(() => expect(document.activeElement).toBe(address()))
    await person.clear(address())
    await goOn(person, 'grace@example.com')
    await waitFor(() => expect(document.activeElement).toBe(password()))
    await act(async () => answer.resolve(problem('invalid_credentials')))
    expect(screen.queryByText(/don't match/)).toBeNull()
    expect(document.activeElement).toBe(password())
  })

  it('forgets the address once a second step is asked for: after a sign-out, "back" shows nothing of the person', async () => {
    const expiresAt = new Date(Date.now() + 600_000).toISOString()
    api.answer(signIn, { status: 202, data: { challenge: 'lk_challenge', methods: ['totp'], expiresAt } })
    const { person, history } = visit('/login')
    await goOn(person)
    await person.type(await screen.findByLabelText('Password'), 'seven lanterns{Enter}')
    await waitFor(() => expect(history.location.pathname).toBe('/login/second-step'))
    await goBack()
    await waitFor(() => expect(history.location.pathname).toBe('/login'))
    expect(window.history.state).toMatchObject({ email: '' })
  })

  it('is asked for the address after "Change", also where it knows another person', async () => {
    localStorage.setItem('latchkey-address', user.email)
    const { person } = visit('/login', undefined, { email: 'grace@example.com' })
    await person.click(await screen.findByRole('button', { name: 'Change' }))
    await waitFor(() => expect(document.activeElement).toBe(address()))
    expect([address().value, address().readOnly]).toEqual(['grace@example.com', false])
    expect(localStorage.getItem('latchkey-address')).toBe(user.email)
  })

  it('offers a mail of the sign-up again where a password did not fit, and only there', async () => {
    api.refuse(signIn, 'invalid_credentials')
    api.answer(resend, { status: 202, data: { email: user.email } })
    const { person } = visit('/login')
    await goOn(person)
    await person.type(await screen.findByLabelText('Password'), 'wrong{Enter}')
    await person.type(await screen.findByLabelText('Password'), 'r')
    expect(link('Send it again')).toBeNull()
    await person.keyboard('{Enter}')
    await person.click(await screen.findByRole('link', { name: 'Send it again' }))
    await heading('Finish signing up')
  })
})

describe('the password is asked for at once, and the focus stays where it is,', () => {
  afterEach(() => {
    expect(address().readOnly).toBe(true)
    expect(document.activeElement).toBe(document.body)
  })

  it('of a person whom the browser knows', async () => {
    localStorage.setItem('latchkey-address', user.email)
    visit('/login')
    await heading('Welcome back')
    expect([address().value, password()?.value]).toEqual([user.email, ''])
    expect(button('Not you?')).toBeTruthy()
  })

  it('with the address of the page before, or after a reload', async () => {
    localStorage.setItem('latchkey-address', user.email)
    visit('/login', undefined, { email: 'grace@example.com' })
    await heading('Sign in')
    expect([address().value, password()?.value]).toEqual(['grace@example.com', ''])
    expect(button('Change')).toBeTruthy()
  })

  it('though the page learns meanwhile why the last session ended', async () => {
    api.refuse(currentSession, 'session_ended', { reason: 'idle' })
    visit('/login', undefined, { email: user.email })
    expect(await screen.findByText(/this device wasn't used for a while/)).toBeTruthy()
    expect([address().value, password()?.value]).toEqual([user.email, ''])
  })
})

it('a browser without passkeys is asked for address and password together', async () => {
  Reflect.deleteProperty(globalThis, 'PublicKeyCredential')
  visit('/login')
  await screen.findByText('Enter your email address and password.')
  expect([address().readOnly, password()?.value]).toEqual([false, ''])
  expect(await screen.findByRole('link', { name: 'Email me a code' })).toBeTruthy()
  expect(link('Create an account')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Continue' })).toBeNull()
})
