import { changeEmail, changePassword } from '@latchkey/contracts/auth/account'
import { confirm, confirmOptions } from '@latchkey/contracts/auth/confirmation'
import { type Factors, factors } from '@latchkey/contracts/auth/factors'
import { passkeyOptions, removePassword, setPassword, signInWithPasskey } from '@latchkey/contracts/auth/passkeys'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { aSession, fakeApi, noFactors, problem, user } from '../../../../testing/fake-api.ts'
import { FakeEventSource } from '../../../../testing/fake-events.ts'
import { anAssertion, fakePasskeys, requestOptions } from '../../../../testing/fake-passkeys.ts'
import { description, visit } from '../../../../testing/visit.tsx'

let api: ReturnType<typeof fakeApi>
let passkeys: ReturnType<typeof fakePasskeys>
beforeEach(() => {
  api = fakeApi()
  api.signedIn()
  passkeys = fakePasskeys()
})

const instant = '2026-11-23T14:02:00.000Z'
const aPasskey = {
  id: aSession().id,
  name: 'My key',
  synced: true,
  signsInAlone: true,
  createdAt: instant,
  lastUsedAt: null,
}
const notAlone = { ...aPasskey, signsInAlone: false }
const withPasskey: Factors = {
  ...noFactors,
  passkeys: [aPasskey],
  recoveryCodes: { left: 10, createdAt: instant },
}
const have = (more: Partial<Factors> = {}) => api.answer(factors, { status: 200, data: { ...withPasskey, ...more } })
const confirmedBy = (bodies: unknown[] = []) => {
  const passkey = { challenge: 'lk_challenge', options: requestOptions }
  api.answer(confirmOptions, { status: 200, data: { methods: ['passkey', 'recovery_code'], passkey, providers: [] } })
  api.on(confirm, body => {
    bodies.push(body)
    return Response.json({ data: { confirmedUntil: instant } })
  })
}
const section = async () => within(await screen.findByRole('region', { name: 'Password' }))
const dialog = async () => within(await screen.findByRole('alertdialog'))

describe('changing the password', () => {
  it('no longer says that the new one is the current one, once another is typed as the current one', async () => {
    api.on(changePassword, () => problem('invalid_credentials', { fields: { currentPassword: 'Wrong password.' } }))
    const { person } = visit('/settings')
    const current = await (await section()).findByLabelText('Current password')
    const chosen = (await section()).getByLabelText('New password')
    const send = async () => person.click((await section()).getByRole('button', { name: 'Change password' }))
    await person.type(current, 'seven lanterns')
    await send()
    // What is missing stays missing.
    await person.type(current, ' under a bridge')
    expect(description(chosen)).toContain('Enter a new password.')
    await person.type(chosen, 'seven lanterns under a bridge')
    await send()
    expect(description(chosen)).toContain('This is your current password.')
    await person.type(current, '!')
    expect(description(chosen)).not.toContain('This is your current password.')
    expect(document.title).not.toMatch(/^Error/)
    await send()
    await waitFor(() => expect(description(current)).toBe('Wrong password.'))
    await person.type(chosen, '?')
    expect(description(current)).toBe('Wrong password.')
  })
})

describe('removing the password', () => {
  it('asks for a passkey first, says what was done, and offers to set one again', async () => {
    have()
    const bodies: unknown[] = []
    confirmedBy(bodies)
    api.on(removePassword, () => {
      have({ password: null })
      return new Response(null, { status: 204 })
    })
    const { person } = visit('/settings')
    await person.click(await (await section()).findByRole('button', { name: 'Remove password' }))
    expect((await dialog()).getByText(/you sign in with your passkey/)).toBeTruthy()
    expect(bodies).toEqual([])
    await person.click((await dialog()).getByRole('button', { name: 'Remove password' }))
    const news = await (await section()).findByText(/Your password is removed\./)
    expect(bodies).toEqual([{ method: 'passkey', credential: anAssertion, challenge: 'lk_challenge' }])
    expect(await (await section()).findByRole('button', { name: 'Set a password' })).toBeTruthy()
    expect((await section()).queryByLabelText('Current password')).toBeNull()
    await waitFor(() => expect(document.activeElement).toBe(news))
  })

  it.each([
    ['that it is the last way in', 'last_factor', /Your password may be your last way to sign in/],
    ['that the passkey has to check the person', 'confirmation_required', /asks for your fingerprint, face or PIN/],
  ] as const)('says %s', async (_, code, sentence) => {
    have()
    confirmedBy()
    api.refuse(removePassword, code)
    const { person } = visit('/settings')
    await person.click(await (await section()).findByRole('button', { name: 'Remove password' }))
    await person.click((await dialog()).getByRole('button', { name: 'Remove password' }))
    expect(await (await dialog()).findByText(sentence)).toBeTruthy()
  })

  it('changes nothing if the person closes the question of the browser', async () => {
    have()
    confirmedBy()
    passkeys.refuse('NotAllowedError')
    const { person } = visit('/settings')
    await person.click(await (await section()).findByRole('button', { name: 'Remove password' }))
    await person.click((await dialog()).getByRole('button', { name: 'Remove password' }))
    expect(await (await dialog()).findByText(/Your password was not removed/)).toBeTruthy()
    expect(api.asked.some(line => line.startsWith('DELETE'))).toBe(false)
  })

  it.each([
    ['a passkey', { passkeys: [] }, 'Add a passkey'],
    ['a passkey that signs in alone', { passkeys: [notAlone] }, 'Add another passkey'],
    ['recovery codes', { recoveryCodes: { left: 0, createdAt: instant } }, 'Make recovery codes'],
  ])('needs %s first, and leads there', async (_, missing, link) => {
    have(missing)
    visit('/settings')
    expect(await (await section()).findByRole('link', { name: link })).toBeTruthy()
    expect((await section()).queryByRole('button', { name: 'Remove password' })).toBeNull()
  })

  it('says which passkey can take the place of the password, while none has signed in alone', async () => {
    have({ passkeys: [notAlone] })
    visit('/settings')
    const sentence =
      /only needs a touch cannot\. If yours asks .* sign out, and sign in with it once\. Or add another one\./
    expect(await (await section()).findByText(sentence)).toBeTruthy()
  })

  it('is not offered where the browser has no passkeys', async () => {
    have()
    Reflect.deleteProperty(globalThis, 'PublicKeyCredential')
    visit('/settings')
    expect(await (await section()).findByRole('button', { name: 'Change password' })).toBeTruthy()
    expect((await section()).queryByRole('button', { name: 'Remove password' })).toBeNull()
  })
})

describe('a person without a password', () => {
  const newPassword = 'seven lanterns under a bridge'

  it('sets one after a confirmation by passkey', async () => {
    have({ password: null })
    confirmedBy()
    api.refuse(setPassword, 'confirmation_required')
    const { person } = visit('/settings')
    await person.type(await (await section()).findByLabelText('New password'), newPassword)
    await person.click((await section()).getByRole('button', { name: 'Set a password' }))
    const question = await dialog()
    expect(question.queryByLabelText('Password')).toBeNull()
    const sent: unknown[] = []
    api.on(setPassword, body => {
      sent.push(body)
      have()
      return Response.json({ data: { revoked: 1 } })
    })
    await person.click(question.getByRole('button', { name: 'Confirm' }))
    expect(await (await section()).findByText('Your password is set. 1 other device is signed out.')).toBeTruthy()
    expect(sent).toEqual([{ newPassword }])
    expect(await (await section()).findByLabelText('Current password')).toBeTruthy()
  })

  it('learns that another tab set one', async () => {
    have({ password: null })
    api.on(setPassword, () => {
      have()
      return Response.json(
        { type: 'about:blank', title: '', status: 401, code: 'invalid_credentials', requestId: 'r' },
        { status: 401 },
      )
    })
    const { person } = visit('/settings')
    await person.type(await (await section()).findByLabelText('New password'), newPassword)
    await person.click((await section()).getByRole('button', { name: 'Set a password' }))
    expect(await (await section()).findByText(/You have a password already/)).toBeTruthy()
    expect(await (await section()).findByLabelText('Current password')).toBeTruthy()
  })

  const end = async () => {
    api.refuse(currentSession, 'session_ended', { reason: 'password_changed' })
    FakeEventSource.open[0]?.send('session_ended', { reason: 'password_changed' })
  }
  const acceptPasskey = (sent: unknown[]) => {
    api.answer(passkeyOptions, { status: 200, data: { challenge: 'lk_challenge', options: requestOptions } })
    api.on(signInWithPasskey, body => {
      sent.push(body)
      const entry = { user, session: aSession({ current: true }) }
      api.answer(currentSession, { status: 200, data: { ...entry, mustAddFactor: false, isAdmin: false } })
      return Response.json({ data: entry })
    })
  }

  it('signs in again with the passkey over a held page, and keeps what was typed', async () => {
    have({ password: null })
    const { person, history } = visit('/settings')
    const field = await screen.findByLabelText<HTMLInputElement>('New email address')
    await section()
    await person.type(field, 'half@')
    await end()
    const question = await dialog()
    expect(await question.findByText(/We kept what you typed/)).toBeTruthy()
    expect(question.queryByLabelText('Password')).toBeNull()
    const sent: unknown[] = []
    acceptPasskey(sent)
    passkeys.refuse('NotAllowedError')
    await person.click(question.getByRole('button', { name: 'Sign in' }))
    expect(await question.findByText(/it timed out/)).toBeTruthy()
    passkeys.refuse(undefined)
    await person.click(question.getByRole('button', { name: 'Sign in' }))
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect(sent).toEqual([{ challenge: 'lk_challenge', credential: anAssertion, remember: false, delivery: 'cookie' }])
    expect(screen.getByLabelText<HTMLInputElement>('New email address').value).toBe('half@')
    expect(history.location.href).toBe('/settings')
  })

  it('keeps a new password that was typed, while the page asks anew whether there is one', async () => {
    have({ password: null })
    const { person } = visit('/settings')
    await screen.findByRole('button', { name: 'Set a password' })
    await person.type(screen.getByLabelText('New password'), 'half a passw')
    await end()
    acceptPasskey([])
    const answer = Promise.withResolvers<void>()
    api.on(factors, async () => {
      await answer.promise
      return Response.json({ data: { ...withPasskey, password: null } })
    })
    api.asked.length = 0
    await person.click((await dialog()).getByRole('button', { name: 'Sign in' }))
    await waitFor(() => expect(api.asked).toContain(`GET ${factors.path}`))
    answer.resolve()
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect((await section()).getByLabelText<HTMLInputElement>('New password').value).toBe('half a passw')
  })

  it('is asked for the passkey by a change that waits, after it signed in again', async () => {
    have({ password: null })
    api.refuse(changeEmail, 'session_ended', { reason: 'idle' })
    const { person } = visit('/settings')
    await section()
    await person.type(await screen.findByLabelText('New email address'), 'new@example.com')
    await person.click(screen.getByRole('button', { name: 'Send the link' }))
    acceptPasskey([])
    api.refuse(changeEmail, 'confirmation_required')
    confirmedBy()
    await person.click((await dialog()).getByRole('button', { name: 'Sign in' }))
    const confirmation = await (await dialog()).findByRole('button', { name: 'Confirm' })
    api.answer(changeEmail, { status: 202, data: { email: 'new@example.com' } })
    await person.click(confirmation)
    expect(await screen.findByText(/We sent a link to new@example.com/)).toBeTruthy()
  })
})

describe('the dialog that signs in again', () => {
  const hold = async (known: Partial<Factors>) => {
    have(known)
    const { person } = visit('/settings')
    await section()
    await person.type(await screen.findByLabelText('New email address'), 'half@')
    api.refuse(currentSession, 'session_ended', { reason: 'idle' })
    FakeEventSource.open[0]?.send('session_ended', { reason: 'idle' })
    return { person, question: await dialog() }
  }

  it('offers both to a person who has both', async () => {
    const { person, question } = await hold({})
    expect(question.getByLabelText('Password')).toBeTruthy()
    await person.click(question.getByRole('button', { name: 'Use a passkey' }))
    expect(question.queryByLabelText('Password')).toBeNull()
    await person.click(question.getByRole('button', { name: 'Use your password' }))
    expect(question.getByLabelText('Password')).toBeTruthy()
  })

  it.each([
    ['no passkey', []],
    ['only one that never signed in alone', [notAlone]],
  ])('offers no passkey to a person who has %s', async (_, passkeys) => {
    const { question } = await hold({ passkeys })
    expect(question.getByLabelText('Password')).toBeTruthy()
    expect(question.queryByRole('button', { name: 'Use a passkey' })).toBeNull()
  })

  it('offers that passkey to a person who has no password', async () => {
    const { question } = await hold({ passkeys: [notAlone], password: null })
    expect(question.queryByLabelText('Password')).toBeNull()
    expect(question.getByRole('button', { name: 'Sign in' })).toBeTruthy()
  })
})
