import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn, signInOptions } from '@latchkey/contracts/auth/sign-in'
import { screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aSession, fakeApi, user } from '../../../testing/fake-api.ts'
import { heading, visit } from '../../../testing/visit.tsx'

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
  api.signedOut()
})
afterEach(() => localStorage.clear())

const address = () => screen.getByLabelText<HTMLInputElement>('Email address')

async function signInByForm(remember: boolean) {
  const { person } = visit('/login')
  await heading('Sign in')
  await person.type(address(), user.email)
  await person.type(screen.getByLabelText('Password'), 'seven lanterns under a bridge')
  if (remember) await person.click(screen.getByRole('checkbox'))
  api.on(signIn, () => {
    api.signedIn()
    return Response.json({ data: { user, session: aSession({ current: true }) } })
  })
  await person.click(screen.getByRole('button', { name: 'Sign in' }))
  await heading('Your account')
}

describe('a browser', () => {
  it('keeps the address of a person who stays signed in, and nothing else', async () => {
    await signInByForm(true)
    expect({ ...localStorage }).toEqual({ 'latchkey-address': user.email })
  })

  it('keeps nothing of anyone else', async () => {
    await signInByForm(false)
    expect(localStorage).toHaveLength(0)
  })

  it('welcomes that person, and forgets them if they are someone else', async () => {
    localStorage.setItem('latchkey-address', user.email)
    const { person } = visit('/login')
    await heading('Welcome back')
    expect([address().value, address().readOnly, address().autocomplete]).toEqual([
      user.email,
      true,
      'username webauthn',
    ])
    await person.click(screen.getByRole('button', { name: 'Not you?' }))
    await heading('Sign in')
    await waitFor(() => expect(document.activeElement).toBe(address()))
    expect([address().value, address().readOnly, localStorage.length]).toEqual(['', false, 0])
  })

  it.each([
    ['idle', 'Welcome back', 1],
    ['revoked_by_you', 'Sign in', 0],
    ['not_me', 'Sign in', 0],
    ['account_deleted', 'Your account is deleted', 0],
  ])('whose session ended by %s shows "%s"', async (reason, title, kept) => {
    localStorage.setItem('latchkey-address', user.email)
    api.refuse(currentSession, 'session_ended', { reason })
    visit('/devices')
    await heading(title)
    expect(localStorage).toHaveLength(kept)
  })
})

describe('the sign-in form', () => {
  it('leads the keyboard from the address to the password, and only then to the way out beside its label', async () => {
    const { person } = visit('/login')
    await person.click(await screen.findByLabelText('Email address'))
    await person.tab()
    expect(document.activeElement).toBe(screen.getByLabelText('Password'))
    await person.tab()
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Show password' }))
    await person.tab()
    expect(document.activeElement).toBe(screen.getByRole('link', { name: 'Forgot your password?' }))
  })
})

describe('the choice to stay signed in', () => {
  it('says for how long', async () => {
    visit('/login')
    expect(await screen.findByRole('checkbox', { name: 'Keep me signed in for up to 30 days' })).toBeTruthy()
  })

  it.each([
    [129_600, '36 hours'],
    [86_400, '1 day'],
  ])('counts %d seconds as %s', async (rememberedSeconds, span) => {
    api.answer(signInOptions, { status: 200, data: { rememberedSeconds, emailCode: false } })
    visit('/login')
    expect(await screen.findByRole('checkbox', { name: `Keep me signed in for up to ${span}` })).toBeTruthy()
  })

  it('needs no answer of the server', async () => {
    api.disconnect(signInOptions)
    visit('/login')
    expect(await screen.findByRole('checkbox', { name: 'Keep me signed in' })).toBeTruthy()
    expect(screen.queryByText(/reach the server/)).toBeNull()
  })
})
