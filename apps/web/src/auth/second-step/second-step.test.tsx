import { factorOptions, proveFactor } from '@latchkey/contracts/auth/second-step'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import type { SecondStep } from '@latchkey/contracts/auth/signed-in'
import { cleanup, screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { aSession, fakeApi, user } from '../../../testing/fake-api.ts'
import { anAssertion, fakePasskeys, requestOptions } from '../../../testing/fake-passkeys.ts'
import { withoutSessionStorage } from '../../../testing/no-storage.ts'
import { description, heading, visit } from '../../../testing/visit.tsx'

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
  api.signedOut()
  localStorage.clear()
  sessionStorage.clear()
})

const tenMinutesMs = 600_000
const step = (more: Partial<SecondStep> = {}): SecondStep => ({
  challenge: 'lk_challenge',
  methods: ['totp', 'recovery_code'],
  expiresAt: new Date(Date.now() + tenMinutesMs).toISOString(),
  ...more,
})

async function signInAt(path = '/login', data = step()) {
  api.answer(signIn, { status: 202, data })
  const { person, history } = visit(path)
  await person.type(await screen.findByLabelText('Email address'), user.email)
  // A browser with passkeys is asked for the address first.
  if (!screen.queryByLabelText('Password')) await person.keyboard('{Enter}')
  await person.type(await screen.findByLabelText('Password'), 'seven lanterns{Enter}')
  return { person, history }
}

const accept = (sent: unknown[] = []) =>
  api.on(proveFactor, body => {
    sent.push(body)
    api.signedIn()
    return Response.json({ data: { session: aSession({ current: true }), user } })
  })

describe('the second step of a sign-in', () => {
  it('asks for the code, sends it once it is complete, and leads to the wanted page', async () => {
    const sent: unknown[] = []
    accept(sent)
    const { person, history } = await signInAt('/login?return=%2Fdevices')
    await heading('Enter the code of your app')
    await person.click(screen.getByRole('checkbox'))
    await person.type(screen.getByLabelText('Code from the app'), '071584')
    await heading('Devices')
    expect(sent).toEqual([{ challenge: 'lk_challenge', method: 'totp', code: '071584', trustBrowser: true }])
    expect(history.location.href).toBe('/devices')
    expect(sessionStorage.getItem('latchkey-sign-in')).toBeNull()
    expect(Object.values({ ...localStorage })).toEqual(['totp'])
  })

  it('keeps a wrong code in its field, with a sentence', async () => {
    api.refuse(proveFactor, 'invalid_factor')
    const { person } = await signInAt()
    const field = await screen.findByLabelText('Code from the app')
    await person.type(field, '071584')
    await waitFor(() => expect(description(field)).toContain("That code didn't work."))
  })

  it('says that the browser dropped the cookie', async () => {
    api.answer(proveFactor, { status: 200, data: { session: aSession({ current: true }), user } })
    const { person } = await signInAt()
    await person.type(await screen.findByLabelText('Code from the app'), '071584')
    expect(await screen.findByText(/^Your browser didn't keep the sign-in cookie/)).toBeTruthy()
  })

  it('takes a recovery code instead, and does not begin with it the next time', async () => {
    const sent: unknown[] = []
    accept(sent)
    const { person } = await signInAt()
    await person.click(await screen.findByRole('button', { name: 'Use a recovery code' }))
    await heading('Enter a recovery code')
    await person.type(screen.getByLabelText('Recovery code'), 'k7wq-4mzt-9hbx{Enter}')
    await waitFor(() => expect(sent).toHaveLength(1))
    expect(sent[0]).toMatchObject({ method: 'recovery_code', code: 'k7wq-4mzt-9hbx' })
    expect(localStorage.getItem('latchkey-second-step')).toBeNull()
  })

  it('takes a passkey that answers the options of this sign-in', async () => {
    const passkeys = fakePasskeys()
    const bodies: unknown[] = []
    api.on(factorOptions, body => {
      bodies.push(body)
      return Response.json({ data: { options: requestOptions } })
    })
    accept(bodies)
    const { person } = await signInAt('/login?return=%2Fdevices', step({ methods: ['passkey', 'recovery_code'] }))
    await heading('Use your passkey')
    passkeys.refuse('NotAllowedError')
    await person.click(screen.getByRole('button', { name: 'Sign in' }))
    expect(await screen.findByText(/^The prompt was closed/)).toBeTruthy()
    passkeys.refuse(undefined)
    await person.click(screen.getByRole('button', { name: 'Sign in' }))
    await heading('Devices')
    const challenge = { challenge: 'lk_challenge' }
    const proof = { ...challenge, method: 'passkey', credential: anAssertion, trustBrowser: false }
    expect(bodies).toEqual([challenge, challenge, proof])
    expect(localStorage.getItem('latchkey-second-step')).toBe('passkey')
  })

  it('leads back to the password with the address when it took too long', async () => {
    api.refuse(proveFactor, 'invalid_challenge')
    const { person } = await signInAt('/login?return=%2Fdevices')
    await person.type(await screen.findByLabelText('Code from the app'), '071584')
    expect(await screen.findByText('This sign-in has ended. Sign in again.')).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Email address').value).toBe(user.email)
    expect(window.location.search).toBe('?return=%2Fdevices')
  })

  it('can be repeated after an outage', async () => {
    api.refuse(proveFactor, 'unavailable')
    const { person } = await signInAt()
    await person.type(await screen.findByLabelText('Code from the app'), '071584')
    await screen.findByText(/server/)
    accept()
    await person.click(screen.getByRole('button', { name: 'Sign in' }))
    await waitFor(() => expect(window.location.pathname).not.toContain('/login'))
  })

  it('says when to try again after too many codes', async () => {
    api.refuse(proveFactor, 'rate_limited', { retryAfterSeconds: 840 })
    const { person } = await signInAt()
    await person.type(await screen.findByLabelText('Code from the app'), '071584')
    expect(await screen.findByText(/Too many attempts. Try again at/)).toBeTruthy()
  })

  it('says what to do if this browser can use none of the ways', async () => {
    await signInAt('/login', step({ methods: ['passkey'] }))
    await heading('Use another browser')
    expect(screen.getByText(/This browser can't use passkeys/)).toBeTruthy()
    expect(screen.queryByLabelText('Recovery code')).toBeNull()
    expect(screen.getByText("I've lost all of these")).toBeTruthy()
  })

  it('can begin again, and still leads to the wanted page', async () => {
    const { person } = await signInAt('/login?return=%2Fdevices')
    await person.click(await screen.findByRole('link', { name: 'Start again' }))
    await heading('Sign in')
    expect(window.location.search).toBe('?return=%2Fdevices')
    expect(sessionStorage.getItem('latchkey-sign-in')).toBeNull()
  })

  it('goes on after a reload', async () => {
    const kept = { ...step(), email: user.email, remember: false }
    sessionStorage.setItem('latchkey-sign-in', JSON.stringify(kept))
    visit('/login/second-step')
    await heading('Enter the code of your app')
    expect(screen.getByText(user.email)).toBeTruthy()
  })

  it('leads to the first step without an unfinished sign-in', async () => {
    sessionStorage.setItem('latchkey-sign-in', JSON.stringify({ ...step({ expiresAt: '2026-01-01T00:00:00.000Z' }) }))
    visit('/login/second-step')
    await heading('Sign in')
    expect(screen.queryByText(/^This sign-in has ended/)).toBeNull()
  })
})

describe.each(['null', 'throwing'] as const)('in a browser whose storage is %s, the second step', kind => {
  it('finishes the sign-in', async () => {
    withoutSessionStorage(kind)
    const sent: unknown[] = []
    accept(sent)
    const { person } = await signInAt('/login?return=%2Fdevices')
    await heading('Enter the code of your app')
    await person.type(screen.getByLabelText('Code from the app'), '071584')
    await heading('Devices')
    expect(sent).toMatchObject([{ challenge: 'lk_challenge', code: '071584' }])
  })

  it('says after a reload that the sign-in has ended', async () => {
    withoutSessionStorage(kind)
    await signInAt('/login?return=%2Fdevices')
    await heading('Enter the code of your app')
    cleanup()
    visit('/login/second-step?return=%2Fdevices')
    await heading('Sign in')
    expect(screen.getByText('This sign-in has ended. Sign in again.')).toBeTruthy()
    expect(window.location.search).toBe('?return=%2Fdevices')
  })
})
