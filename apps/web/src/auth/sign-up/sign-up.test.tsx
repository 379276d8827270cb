import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { resend, signUp, signUpState, verify } from '@latchkey/contracts/auth/sign-up'
import { act, screen, waitFor, within } from '@testing-library/react'
import type userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aSession, fakeApi, problem, user } from '../../../testing/fake-api.ts'
import { description, heading, openOtherTab, visit } from '../../../testing/visit.tsx'

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
  api.signedOut()
})
afterEach(() => void vi.useRealTimers())

const entry = { user, session: aSession({ current: true }) }

async function signUpAs(person: ReturnType<typeof userEvent.setup>) {
  await heading('Create an account')
  await person.type(screen.getByLabelText('Email address'), 'Ada@Example.com')
  await person.type(screen.getByLabelText('Password'), 'seven lanterns under a bridge')
  await person.click(screen.getByRole('button', { name: 'Create account' }))
}

describe('signing up', () => {
  it('asks for the mailed code, and signs in with it', async () => {
    const bodies: unknown[] = []
    api.on(signUp, body => {
      bodies.push(body)
      return Response.json({ data: { email: user.email } }, { status: 202 })
    })
    const { person, history } = visit('/sign-up')
    await signUpAs(person)
    await heading('Check your email')
    const field = screen.getByLabelText('Code from the email')
    await waitFor(() => expect(document.activeElement).toBe(field))
    expect(description(field)).toContain(`We sent an email to ${user.email}.`)
    expect(bodies).toEqual([{ email: 'Ada@Example.com', password: 'seven lanterns under a bridge' }])

    api.on(verify, body => {
      bodies.push(body)
      api.signedIn()
      return Response.json({ data: entry })
    })
    await person.type(field, ' 123 456')
    await heading('Your account')
    expect(bodies[1]).toEqual({ code: '123456' })
    expect(history.location.href).toBe('/security')
  })

  it('puts nothing but the address into the history', async () => {
    api.answer(signUp, { status: 202, data: { email: user.email } })
    const { person, history } = visit('/sign-up')
    await signUpAs(person)
    await heading('Check your email')
    expect(history.location.state).toMatchObject({ unproven: user.email, mailed: user.email })
    expect(JSON.stringify(history.location)).not.toContain('lanterns')
  })

  it('says beside the field what is wrong with a password', async () => {
    api.refuse(signUp, 'invalid_request', { fields: { password: 'Use at least 12 characters.' } })
    const { person } = visit('/sign-up')
    await signUpAs(person)
    await waitFor(() => expect(description(screen.getByLabelText('Password'))).toContain('Use at least 12 characters.'))
    expect(document.activeElement).toBe(screen.getByLabelText('Password'))
  })

  it('no longer says that a password is made of name or address once one of these is another', async () => {
    const sentence = 'This can be guessed from your name, your address or ours. Add other words.'
    api.refuse(signUp, 'invalid_request', { fields: { password: sentence } })
    const { person } = visit('/sign-up')
    await signUpAs(person)
    const password = screen.getByLabelText('Password')
    for (const other of ['Name', 'Email address']) {
      await waitFor(() => expect(description(password)).toContain(sentence))
      await person.type(screen.getByLabelText(new RegExp(`^${other}`)), 'x')
      expect(description(password)).not.toContain(sentence)
      await person.click(screen.getByRole('button', { name: 'Create account' }))
    }
  })

  it('says when to try again, for the sign-up and for the code', async () => {
    api.refuse(signUp, 'rate_limited', { detail: 'Too many attempts. Try again in 1 hour.' })
    const { person } = visit('/sign-up')
    await signUpAs(person)
    expect(await screen.findByText('Too many attempts. Try again in 1 hour.')).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('seven lanterns under a bridge')

    api.answer(signUp, { status: 202, data: { email: user.email } })
    api.refuse(verify, 'rate_limited', { detail: 'Too many attempts. Try again in 1 second.' })
    await person.click(screen.getByRole('button', { name: 'Create account' }))
    await person.type(await screen.findByLabelText('Code from the email'), '000000')
    expect(await screen.findByText('Too many attempts. Try again in 1 second.')).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Code from the email').value).toBe('000000')
  })

  it('says that a code is wrong, and sends the mail again after a wait', async () => {
    api.answer(signUp, { status: 202, data: { email: user.email } })
    api.refuse(verify, 'invalid_code')
    api.answer(resend, { status: 202, data: { email: user.email } })
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
    const { person } = visit('/sign-up')
    await signUpAs(person)
    await person.type(await screen.findByLabelText('Code from the email'), '000000')
    expect(await screen.findByText('Wrong code, or it has expired.')).toBeTruthy()
    const again = screen.getByRole('button', { name: 'Resend the email' })
    expect(again.getAttribute('aria-disabled')).toBe('true')
    await person.click(again)
    expect(api.asked.some(line => line.includes('resend'))).toBe(false)
    await act(() => vi.advanceTimersByTimeAsync(30_000))
    expect(again.getAttribute('aria-disabled')).toBe('false')
    await person.click(again)
    expect(await screen.findByText(/^If a sign-up is waiting/)).toBeTruthy()
    expect(api.asked.filter(line => line.includes('resend'))).toHaveLength(1)
  })

  it('waits with another mail as long as the server says, and shows until when', async () => {
    api.answer(signUp, { status: 202, data: { email: user.email } })
    api.refuse(resend, 'rate_limited', { retryAfterSeconds: 90 })
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
    const { person } = visit('/sign-up')
    await signUpAs(person)
    const again = await screen.findByRole('button', { name: 'Resend the email' })
    await act(() => vi.advanceTimersByTimeAsync(30_000))
    await person.click(again)
    expect(await screen.findByText(/^Too many attempts\. Try again at/)).toBeTruthy()
    expect(again.getAttribute('aria-disabled')).toBe('true')
    expect(again.textContent).not.toContain(' s')
    await act(() => vi.advanceTimersByTimeAsync(31_000))
    expect(again.textContent).toContain('in 59 s')
    await person.click(again)
    expect(api.asked.filter(line => line.includes('resend'))).toHaveLength(1)
    await act(() => vi.advanceTimersByTimeAsync(59_000))
    expect(again.getAttribute('aria-disabled')).toBe('false')
  })

  it('continues if the link was opened in another tab', async () => {
    api.answer(signUp, { status: 202, data: { email: user.email } })
    const { person, history } = visit('/sign-up')
    await signUpAs(person)
    await heading('Check your email')
    api.signedIn()
    const { otherTab } = openOtherTab()
    otherTab.postMessage('signed-in')
    await heading('Your account')
    expect(history.location.href).toBe('/security')
    otherTab.close()
  })

  it('notices that the sign-up was finished in another browser, and leads to the sign-in with the address', async () => {
    api.answer(signUp, { status: 202, data: { email: user.email } })
    vi.useFakeTimers({
      toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'],
      shouldAdvanceTime: true,
    })
    const { person, history } = visit('/sign-up')
    await signUpAs(person)
    await heading('Check your email')
    api.answer(signUpState, { status: 200, data: { finished: true } })
    await act(() => vi.advanceTimersByTimeAsync(5_000))
    const ready = await heading('Your account is ready')
    await waitFor(() => expect(document.activeElement).toBe(ready))
    const asked = api.asked.length
    await act(() => vi.advanceTimersByTimeAsync(60_000))
    expect(api.asked).toHaveLength(asked)
    await person.click(screen.getByRole('link', { name: 'Sign in' }))
    expect((await screen.findByLabelText<HTMLInputElement>('Email address')).value).toBe(user.email)
    expect(history.location.href).toBe('/login')
  })

  it('does not ask whether another browser finished while it checks the code', async () => {
    api.answer(signUp, { status: 202, data: { email: user.email } })
    vi.useFakeTimers({
      toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'],
      shouldAdvanceTime: true,
    })
    const answer = Promise.withResolvers<Response>()
    api.on(verify, () => answer.promise)
    const { person } = visit('/sign-up')
    await signUpAs(person)
    await person.type(await screen.findByLabelText('Code from the email'), '000000')
    await waitFor(() => expect(api.asked.some(line => line.includes(verify.path))).toBe(true))
    api.answer(signUpState, { status: 200, data: { finished: true } })
    await act(() => vi.advanceTimersByTimeAsync(20_000))
    expect(screen.queryByRole('heading', { name: 'Your account is ready' })).toBeNull()
  })

  it('stays at the code if someone else is signed in here', async () => {
    api.answer(signUp, { status: 202, data: { email: 'grace@example.com' } })
    api.signedIn()
    const { person } = visit('/sign-up')
    await signUpAs(person)
    await heading('Check your email')
    await waitFor(() => expect(api.asked).toContain(`GET ${currentSession.path}`))
    await heading('Check your email')
  })

  it('takes a returning person from the sign-in page to the code, with the typed address', async () => {
    api.answer(resend, { status: 202, data: { email: user.email } })
    api.refuse(signIn, 'invalid_credentials')
    const { person } = visit('/login')
    await person.type(await screen.findByLabelText('Email address'), user.email)
    await person.type(screen.getByLabelText('Password'), 'seven lanterns{Enter}')
    await person.click(await screen.findByRole('link', { name: 'Send it again' }))
    await heading('Finish signing up')
    await person.click(screen.getByRole('button', { name: 'Resend the email' }))
    expect(await screen.findByText(/^If a sign-up is waiting/)).toBeTruthy()
    await person.click(screen.getByRole('link', { name: 'Use another address' }))
    await heading('Create an account')
  })
})

describe('the strength hint', () => {
  it('praises no password that the server refuses', async () => {
    const { person } = visit('/sign-up')
    const sentence = 'This password is one of the first to be guessed. Choose another one.'
    api.refuse(signUp, 'invalid_request', { fields: { password: sentence } })
    await heading('Create an account')
    const main = within(screen.getByRole('main'))
    await person.type(screen.getByLabelText('Email address'), 'ada@example.com')
    const password = screen.getByLabelText('Password')
    // In the server's list, but not in the page's.
    await person.type(password, '12qh6rlxed3ti')
    expect(await main.findByText(/^(Very h|H)ard to guess\.$/)).toBeTruthy()
    await person.click(screen.getByRole('button', { name: 'Create account' }))
    await waitFor(() => expect(description(password)).toContain(sentence))
    expect(main.queryByText(/ard to guess/)).toBeNull()
  })

  it('shows no minimum length if the server asks for more than usual', async () => {
    const { person } = visit('/sign-up')
    const sentence = 'Use at least 15 characters.'
    api.refuse(signUp, 'invalid_request', { fields: { password: sentence } })
    await heading('Create an account')
    const hint = () => screen.getByText(/A few words in a row/).textContent
    expect(hint()).toMatch(/^At least 12 characters of any kind\./)
    await person.type(screen.getByLabelText('Email address'), 'ada@example.com')
    const password = screen.getByLabelText('Password')
    await person.type(password, '12qh6rlxed3ti')
    await person.click(screen.getByRole('button', { name: 'Create account' }))
    await waitFor(() => expect(description(password)).toContain(sentence))
    expect(hint()).toBe('A few words in a row are easy to remember.')
    await person.clear(password)
    await person.type(password, 'short')
    expect(await screen.findByText(/^(Guessed at once|Easy to guess)\.$/)).toBeTruthy()
    expect(description(password)).not.toContain('12')
  })

  it('says how hard a password is to guess, and why, and knows the person', async () => {
    const { person } = visit('/sign-up')
    await heading('Create an account')
    await person.type(screen.getByLabelText('Email address'), 'ada@example.com')
    const password = screen.getByLabelText('Password')
    const main = within(screen.getByRole('main'))
    await person.type(password, 'example Ada 1')
    expect(await main.findByText('Easy to guess.')).toBeTruthy()
    expect(description(password)).toContain('Your own name and address are tried first.')
    await person.clear(password)
    await person.type(password, 'seven lanterns under a bridge')
    expect(await main.findByText('Very hard to guess.')).toBeTruthy()
    await person.clear(password)
    await person.type(password, 'short')
    expect(await main.findByText('Too short: use at least 12 characters.')).toBeTruthy()
  })
})

describe('the link of a sign-up', () => {
  it('does nothing when opened, leaves the address bar at once, and signs in with a button', async () => {
    const bodies: unknown[] = []
    const { person, history } = visit('/verify#token=lk_secret')
    await heading('Confirm your email address')
    expect(history.location.href).toBe('/verify')
    expect(api.asked.filter(line => line.includes('verify'))).toEqual([])
    api.on(verify, body => {
      bodies.push(body)
      api.signedIn()
      return Response.json({ data: entry })
    })
    await person.click(screen.getByRole('button', { name: 'Confirm this address' }))
    await heading('Your account')
    expect(bodies).toEqual([{ token: 'lk_secret' }])
  })

  it('asks for a new password in another browser, and does not sign in there', async () => {
    const bodies: unknown[] = []
    api.on(verify, body => {
      bodies.push(body)
      return bodies.length === 1 ? problem('password_required') : Response.json({ data: { user } })
    })
    const { person } = visit('/verify#token=lk_secret')
    await person.click(await screen.findByRole('button', { name: 'Confirm this address' }))
    await heading('Choose a password')
    await person.type(screen.getByLabelText('New password'), 'seven lanterns under a bridge')
    await person.click(screen.getByRole('button', { name: 'Finish' }))
    await heading('Your account is ready')
    expect(bodies[1]).toEqual({ token: 'lk_secret', password: 'seven lanterns under a bridge' })
    await person.click(screen.getByRole('link', { name: 'Sign in' }))
    await heading('Sign in')
  })

  it('says that it is no longer valid, and where to get another', async () => {
    api.refuse(verify, 'invalid_link')
    const { person } = visit('/verify#token=lk_used')
    await person.click(await screen.findByRole('button', { name: 'Confirm this address' }))
    await waitFor(async () => expect(document.activeElement).toBe(await heading('This link is no longer valid')))
    expect(screen.getByRole('link', { name: 'Sign up again' })).toBeTruthy()
  })
})
