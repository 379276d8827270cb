import { resend, signUp, verify } from '@latchkey/contracts/auth/sign-up'
import { firstPasskeyOptions, signUpWithPasskey } from '@latchkey/contracts/auth/sign-up-by-passkey'
import { screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { aSession, fakeApi, user } from '../../../testing/fake-api.ts'
import { aRegistration, creationOptions, fakePasskeys } from '../../../testing/fake-passkeys.ts'
import { heading, visit } from '../../../testing/visit.tsx'

let api: ReturnType<typeof fakeApi>
let passkeys: ReturnType<typeof fakePasskeys>
beforeEach(() => {
  api = fakeApi()
  api.signedOut()
  passkeys = fakePasskeys()
  api.answer(signUp, { status: 202, data: { email: user.email } })
  api.refuse(verify, 'password_required')
  api.answer(firstPasskeyOptions, { status: 200, data: { challenge: 'lk_challenge', options: creationOptions } })
})

const recoveryCodes = Array.from({ length: 10 }, (_, at) => `k7wq-4mzt-9hb${at}`)
const token = `lk_${'a'.repeat(86)}`

/** Accepts the passkey. In the browser that signed up, that signs in. */
function accept(sent: unknown[], { signsIn = true } = {}) {
  api.on(signUpWithPasskey, body => {
    sent.push(body)
    if (signsIn) api.signedIn()
    const session = signsIn ? { session: aSession({ current: true }) } : {}
    return Response.json({ data: { user, recoveryCodes, ...session } })
  })
}

async function enterCode() {
  const sent: unknown[] = []
  api.on(signUp, body => {
    sent.push(body)
    return Response.json({ data: { email: user.email } }, { status: 202 })
  })
  const { person, history } = visit('/sign-up')
  await person.click(await screen.findByRole('button', { name: 'Sign up without a password' }))
  expect(screen.queryByLabelText('Password')).toBeNull()
  await person.type(screen.getByLabelText('Email address'), 'ada@example.com')
  await person.click(screen.getByRole('button', { name: 'Create account' }))
  await person.type(await screen.findByLabelText('Code from the email'), '123456')
  expect(sent).toEqual([{ email: 'ada@example.com' }])
  return { person, history }
}

describe('a sign-up without a password', () => {
  it('no longer says what is wrong with the password, also when the person wants one again', async () => {
    const { person } = visit('/sign-up')
    await person.click(await screen.findByRole('button', { name: 'Create account' }))
    expect(document.title).toMatch(/^Error/)
    await person.click(screen.getByRole('button', { name: 'Sign up without a password' }))
    expect(screen.queryByRole('group', { name: 'There is a problem' })).toBeNull()
    expect(document.title).not.toMatch(/^Error/)
    await person.click(screen.getByRole('button', { name: 'Choose a password instead' }))
    expect(screen.getByLabelText('Password').getAttribute('aria-invalid')).not.toBe('true')
  })

  it('creates a passkey once the code is right, shows the recovery codes, and is signed in', async () => {
    const sent: unknown[] = []
    accept(sent)
    const { person, history } = await enterCode()
    const title = await heading('Create your passkey')
    await waitFor(() => expect(document.activeElement).toBe(title))
    await person.click(screen.getByRole('button', { name: 'Create a passkey' }))
    await heading('Recovery codes')
    expect(screen.getByText('k7wq-4mzt-9hb9')).toBeTruthy()
    expect(sent).toEqual([{ challenge: 'lk_challenge', credential: aRegistration }])
    await person.click(screen.getByRole('button', { name: 'I have saved them' }))
    await heading('Your account')
    expect(history.location.href).toBe('/security')
  })

  it('shows the recovery codes also if the browser dropped the cookie, and leads to the sign-in', async () => {
    const { person, history } = await enterCode()
    api.on(signUpWithPasskey, () =>
      Response.json({ data: { user, recoveryCodes, session: aSession({ current: true }) } }),
    )
    await person.click(await screen.findByRole('button', { name: 'Create a passkey' }))
    await heading('Recovery codes')
    expect(screen.getByText('k7wq-4mzt-9hb9')).toBeTruthy()
    await person.click(screen.getByRole('button', { name: 'I have saved them' }))
    await heading('Sign in')
    expect(screen.getByLabelText<HTMLInputElement>('Email address').value).toBe('ada@example.com')
    expect(history.location.href).toBe('/login')
  })

  it('says that the browser created none, and takes a password instead', async () => {
    passkeys.refuse('NotAllowedError')
    const { person } = await enterCode()
    await person.click(await screen.findByRole('button', { name: 'Create a passkey' }))
    expect(await screen.findByText(/No passkey was created/)).toBeTruthy()
    await person.click(screen.getByRole('button', { name: 'Choose a password instead' }))
    await heading('Choose a password')
    const sent: unknown[] = []
    api.on(verify, body => {
      sent.push(body)
      api.signedIn()
      return Response.json({ data: { user, session: aSession({ current: true }) } })
    })
    await person.type(screen.getByLabelText('New password'), 'seven lanterns under a bridge{Enter}')
    await heading('Your account')
    expect(sent).toEqual([{ code: '123456', password: 'seven lanterns under a bridge' }])
  })

  it.each([
    ['invalid_factor', /This passkey can't be used here/],
    ['invalid_challenge', /^That took too long/],
  ] as const)('says why it was refused (%s)', async (code, sentence) => {
    api.refuse(signUpWithPasskey, code)
    const { person } = await enterCode()
    await person.click(await screen.findByRole('button', { name: 'Create a passkey' }))
    expect(await screen.findByText(sentence)).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Create a passkey' }).getAttribute('aria-disabled')).not.toBe('true')
  })

  it('asks for a new code if that took too long', async () => {
    api.answer(resend, { status: 202, data: { email: user.email } })
    const { person } = await enterCode()
    api.refuse(firstPasskeyOptions, 'invalid_code')
    await person.click(await screen.findByRole('button', { name: 'Create a passkey' }))
    expect(await screen.findByText(/^That took too long/)).toBeTruthy()
    expect(screen.getByLabelText('Code from the email')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Resend the email' })).toBeTruthy()
  })

  it('is not offered where the browser has no passkeys, and a password finishes it there', async () => {
    Reflect.deleteProperty(globalThis, 'PublicKeyCredential')
    const { person } = visit('/sign-up', undefined, { unproven: user.email })
    await person.type(await screen.findByLabelText('Code from the email'), '123456')
    await heading('Choose a password')
    expect(screen.queryByRole('button', { name: 'Use a passkey instead' })).toBeNull()
  })

  it('shows no button at the start either', async () => {
    Reflect.deleteProperty(globalThis, 'PublicKeyCredential')
    visit('/sign-up')
    await heading('Create an account')
    expect(screen.queryByRole('button', { name: 'Sign up without a password' })).toBeNull()
  })

  it('can go back to a password before it begins', async () => {
    const { person } = visit('/sign-up')
    await person.click(await screen.findByRole('button', { name: 'Sign up without a password' }))
    await person.click(screen.getByRole('button', { name: 'Choose a password instead' }))
    expect(screen.getByLabelText('Password')).toBeTruthy()
  })
})

describe('the link in another browser', () => {
  it('takes a passkey in place of a password, and leads to the sign-in', async () => {
    const sent: unknown[] = []
    accept(sent, { signsIn: false })
    const { person, history } = visit(`/verify#token=${token}&address=ada%40example.com`)
    await person.click(await screen.findByRole('button', { name: 'Confirm this address' }))
    await heading('Choose a password')
    await person.click(screen.getByRole('button', { name: 'Use a passkey instead' }))
    await person.click(screen.getByRole('button', { name: 'Create a passkey' }))
    await heading('Recovery codes')
    await person.click(screen.getByRole('button', { name: 'I have saved them' }))
    await heading('Your account is ready')
    expect(screen.getByText(/Sign in with the passkey you just created/)).toBeTruthy()
    expect(sent).toHaveLength(1)
    await person.click(screen.getByRole('link', { name: 'Sign in' }))
    expect((await screen.findByLabelText<HTMLInputElement>('Email address')).value).toBe('ada@example.com')
    expect(history.location.href).toBe('/login')
  })

  it('says that it is no longer valid', async () => {
    api.refuse(firstPasskeyOptions, 'invalid_link')
    const { person } = visit(`/verify#token=${token}`)
    await person.click(await screen.findByRole('button', { name: 'Confirm this address' }))
    await person.click(await screen.findByRole('button', { name: 'Use a passkey instead' }))
    await person.click(screen.getByRole('button', { name: 'Create a passkey' }))
    await heading('This link is no longer valid')
  })
})
