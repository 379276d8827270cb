import { askForCode, signInWithCode } from '@latchkey/contracts/auth/email-codes'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signInOptions } from '@latchkey/contracts/auth/sign-in'
import { act, screen, waitFor } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aSession, fakeApi, user } from '../../../testing/fake-api.ts'
import { withoutSessionStorage } from '../../../testing/no-storage.ts'
import { description, heading, visit } from '../../../testing/visit.tsx'

let api: ReturnType<typeof fakeApi>
/** What was sent, in order. */
let sent: unknown[]

beforeEach(() => {
  api = fakeApi()
  api.signedOut()
  localStorage.clear()
  sessionStorage.clear()
  sent = []
  api.on(askForCode, body => {
    sent.push(body)
    return Response.json({ data: { challenge: `lk_${sent.length}` } }, { status: 202 })
  })
})
afterEach(() => void vi.useRealTimers())

const accept = () =>
  api.on(signInWithCode, body => {
    sent.push(body)
    api.signedIn()
    return Response.json({ data: { session: aSession({ current: true }), user } })
  })

async function ask(person: UserEvent) {
  await heading('Sign in with a code')
  await person.type(screen.getByLabelText('Email address'), user.email)
  await person.click(screen.getByRole('button', { name: 'Email me a code' }))
  await heading('Check your email')
  return screen.getByLabelText<HTMLInputElement>('Code from the email')
}

describe('the sign-in page', () => {
  it('leads to a code by mail, with the typed address and the wanted page', async () => {
    const { person, history } = visit('/login?return=%2Fdevices')
    await person.type(await screen.findByLabelText('Email address'), user.email)
    await person.click(await screen.findByRole('link', { name: 'Email me a code' }))
    await heading('Sign in with a code')
    expect(screen.getByLabelText<HTMLInputElement>('Email address').value).toBe(user.email)
    expect(history.location.href).toBe('/login/code?return=%2Fdevices')
    expect(sent).toEqual([])
  })

  it('offers none where they are off, and none before the server has said so', async () => {
    api.answer(signInOptions, { status: 200, data: { rememberedSeconds: 2_592_000, emailCode: false } })
    visit('/login')
    await screen.findByLabelText('Keep me signed in for up to 30 days')
    expect(screen.queryByRole('link', { name: 'Email me a code' })).toBeNull()
  })
})

describe('a code by mail', () => {
  it('signs in once it is complete, and leads to the wanted page', async () => {
    accept()
    const { person, history } = visit('/login/code?return=%2Fdevices')
    const field = await ask(person)
    await waitFor(() => expect(document.activeElement).toBe(field))
    expect(description(field)).toContain(`If there is an account for ${user.email}, we emailed a code there.`)
    await person.type(field, ' 071 584')
    await heading('Devices')
    expect(sent).toEqual([
      { email: user.email, delivery: 'cookie' },
      { challenge: 'lk_1', code: '071584', remember: false },
    ])
    expect(history.location.href).toBe('/devices')
    expect({ ...sessionStorage, ...localStorage }).toEqual({})
  })

  it('leads to the second step, which goes on with what was chosen here', async () => {
    const expiresAt = new Date(Date.now() + 600_000).toISOString()
    api.answer(signInWithCode, { status: 202, data: { challenge: 'lk_second', methods: ['totp'], expiresAt } })
    const { person, history } = visit('/login/code?return=%2Fdevices')
    await person.click(await screen.findByLabelText('Keep me signed in for up to 30 days'))
    await person.type(await ask(person), '071584')
    await heading('Enter the code of your app')
    expect(history.location.href).toBe('/login/second-step?return=%2Fdevices')
    expect(JSON.parse(sessionStorage.getItem('latchkey-sign-in') ?? '')).toMatchObject({
      ...{ challenge: 'lk_second', email: user.email, remember: true },
    })
    expect(sessionStorage.getItem('latchkey-email-code')).toBeNull()
  })

  it('stays in its field if it is wrong, with a sentence', async () => {
    api.refuse(signInWithCode, 'invalid_code')
    const { person } = visit('/login/code')
    const field = await ask(person)
    await person.type(field, '071584')
    await waitFor(() => expect(description(field)).toMatch(/^Wrong code, or it has expired\./))
    expect(field.value).toBe('071584')
  })

  it('is sent again after a wait, and only the new one counts then', async () => {
    accept()
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
    const { person } = visit('/login/code')
    const field = await ask(person)
    const again = screen.getByRole('button', { name: 'Resend the email' })
    expect(again.getAttribute('aria-disabled')).toBe('true')
    await act(() => vi.advanceTimersByTimeAsync(30_000))
    await person.click(again)
    expect(await screen.findByText(/^If there is an account, we sent another email/)).toBeTruthy()
    await person.type(field, '071584')
    await heading('Your account')
    expect(sent[2]).toMatchObject({ challenge: 'lk_2' })
  })

  it('survives a reload, and keeps no secret in the history', async () => {
    accept()
    const asked = { challenge: 'lk_kept', email: user.email, remember: true }
    sessionStorage.setItem('latchkey-email-code', JSON.stringify(asked))
    const { person } = visit('/login/code', undefined, { mailed: user.email })
    await heading('Check your email')
    expect(JSON.stringify(window.history.state)).not.toContain('lk_kept')
    await person.type(screen.getByLabelText('Code from the email'), '071584')
    await heading('Your account')
    expect(sent).toEqual([{ challenge: 'lk_kept', code: '071584', remember: true }])
    expect(localStorage.getItem('latchkey-address')).toBe(user.email)
  })

  it.each(['null', 'throwing'] as const)('works where the storage of the browser is %s', async kind => {
    withoutSessionStorage(kind)
    accept()
    const { person } = visit('/login/code')
    await person.type(await ask(person), '071584')
    await heading('Your account')
    expect(sent[1]).toMatchObject({ challenge: 'lk_1', code: '071584' })
  })

  it('asks anew, with the address, if the tab has forgotten what it asked for', async () => {
    visit('/login/code', undefined, { mailed: user.email })
    await heading('Sign in with a code')
    expect(screen.getByLabelText<HTMLInputElement>('Email address').value).toBe(user.email)
  })

  it('can be asked for with another address', async () => {
    const { person, history } = visit('/login/code?return=%2Fdevices')
    await ask(person)
    await person.click(screen.getByRole('link', { name: 'Use another address' }))
    await heading('Sign in with a code')
    expect(screen.getByLabelText<HTMLInputElement>('Email address').value).toBe('')
    expect(history.location.href).toBe('/login/code?return=%2Fdevices')
  })

  it('leads back to the sign-in with the address and the wanted page', async () => {
    const { person, history } = visit('/login/code?return=%2Fdevices')
    await ask(person)
    await person.click(screen.getByRole('link', { name: 'Back to sign in' }))
    await heading('Sign in')
    expect(screen.getByLabelText<HTMLInputElement>('Email address').value).toBe(user.email)
    expect(history.location.href).toBe('/login?return=%2Fdevices')
  })

  it('leads on if the person is signed in already', async () => {
    api.signedIn()
    visit('/login/code?return=%2Fdevices')
    await heading('Devices')
  })
})

describe('in words, the page says that', () => {
  it('the address is missing', async () => {
    const { person } = visit('/login/code')
    await person.click(await screen.findByRole('button', { name: 'Email me a code' }))
    expect(description(screen.getByLabelText('Email address'))).toBe('Enter your email address.')
  })

  it.each([
    ['not_found', /^Codes by email are turned off here\./],
    ['rate_limited', /^Too many attempts\. Try again at/],
    ['unavailable', /server/],
  ] as const)('no code can be sent: %s', async (code, sentence) => {
    api.refuse(askForCode, code, { retryAfterSeconds: 840 })
    const { person } = visit('/login/code')
    await person.type(await screen.findByLabelText('Email address'), user.email)
    await person.click(screen.getByRole('button', { name: 'Email me a code' }))
    expect((await screen.findAllByText(sentence)).length).toBeGreaterThan(0)
    expect(screen.getByLabelText<HTMLInputElement>('Email address').value).toBe(user.email)
  })

  it.each([
    ['not_found', /^Codes by email are turned off here\./],
    ['rate_limited', /^Too many attempts\. Try again at/],
    ['unavailable', /server/],
  ] as const)('the code could not be checked: %s', async (code, sentence) => {
    api.refuse(signInWithCode, code, { retryAfterSeconds: 840 })
    const { person } = visit('/login/code')
    await person.type(await ask(person), '071584')
    expect((await screen.findAllByText(sentence)).length).toBeGreaterThan(0)
  })

  it('the browser dropped the cookie', async () => {
    api.answer(signInWithCode, { status: 200, data: { session: aSession({ current: true }), user } })
    api.refuse(currentSession, 'missing_token')
    const { person } = visit('/login/code')
    await person.type(await ask(person), '071584')
    expect(await screen.findByText(/didn't keep the sign-in cookie/)).toBeTruthy()
  })
})
