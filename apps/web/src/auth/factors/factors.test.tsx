import { confirm, confirmOptions } from '@latchkey/contracts/auth/confirmation'
import {
  activateTotp,
  addTotp,
  factors,
  makeRecoveryCodes,
  removeFactor,
  renameFactor,
} from '@latchkey/contracts/auth/factors'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aSession, fakeApi, noFactors, problem, user } from '../../../testing/fake-api.ts'
import { heading, visit } from '../../../testing/visit.tsx'

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
  api.signedIn()
})

// jsdom knows no passkeys.
const withPasskeys = () => vi.stubGlobal('PublicKeyCredential', () => {})

afterEach(() => void vi.unstubAllGlobals())

const id = '019ab000-0000-7000-8000-0000000000f1'
const instant = '2026-11-23T14:02:00.000Z'
const codes = Array.from({ length: 10 }, (_, at) => `k7wq-4mzt-9hb${at}`)
const anApp = { id, name: 'My phone', createdAt: instant, lastUsedAt: null }
const withApp = (left = 10) =>
  api.answer(factors, {
    status: 200,
    data: { ...noFactors, totp: [anApp], recoveryCodes: { left, createdAt: instant } },
  })
const offerApp = () =>
  api.answer(addTotp, {
    status: 200,
    data: { id, secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Latchkey:ada?secret=JBSWY3DPEHPK3PXP' },
  })

describe('the page that adds an app', () => {
  it('shows the key, takes its first code, and shows the recovery codes once', async () => {
    offerApp()
    api.answer(activateTotp, { status: 200, data: { recoveryCodes: codes } })
    const { person } = visit('/security/app')
    await person.click(await screen.findByRole('button', { name: 'Continue' }))
    expect(await screen.findByRole('img', { name: 'QR code for your authenticator app' })).toBeTruthy()
    expect(screen.getByText('JBSW Y3DP EHPK 3PXP')).toBeTruthy()
    await person.type(screen.getByLabelText('Code from the app'), '071584')
    const shown = await heading('Recovery codes')
    await waitFor(() => expect(document.activeElement).toBe(shown))
    expect(screen.getAllByRole('listitem').filter(({ textContent }) => codes.includes(textContent ?? ''))).toHaveLength(
      10,
    )
    await person.click(screen.getByRole('link', { name: 'Devices' }))
    expect(await screen.findByText(/never shown again/)).toBeTruthy()
    await person.click(screen.getByRole('button', { name: 'I have saved them' }))
    await heading('Your account')
  })

  it('starts again at the name', async () => {
    offerApp()
    const { person } = visit('/security/app')
    await person.click(await screen.findByRole('button', { name: 'Continue' }))
    const field = await screen.findByLabelText('Code from the app')
    await waitFor(() => expect(document.activeElement).toBe(field))
    await person.click(screen.getByRole('button', { name: 'Start again' }))
    await screen.findByRole('button', { name: 'Continue' })
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 })))
  })

  it('says that a code is wrong, and keeps the key', async () => {
    offerApp()
    api.refuse(activateTotp, 'invalid_factor')
    const { person } = visit('/security/app')
    await person.click(await screen.findByRole('button', { name: 'Continue' }))
    await person.type(await screen.findByLabelText('Code from the app'), '071584')
    expect(await screen.findByText(/That code didn't work/)).toBeTruthy()
    expect(screen.getByText('JBSW Y3DP EHPK 3PXP')).toBeTruthy()
  })
})

describe('a person who has to add a second factor', () => {
  const must = (mustAddFactor: boolean) =>
    api.answer(currentSession, {
      status: 200,
      data: { user, session: aSession({ current: true }), isAdmin: false, mustAddFactor },
    })

  it('is led there from every page, sees why, and can only sign out', async () => {
    must(true)
    const { person, history } = visit('/devices')
    await heading('Add an authenticator app')
    expect(history.location.href).toBe('/security/app')
    expect(screen.getByText(/needs a second factor/)).toBeTruthy()
    await person.click(screen.getByRole('button', { name: /^Account menu/ }))
    expect(within(screen.getByRole('banner')).queryByRole('link', { name: 'Settings' })).toBeNull()
    expect(screen.getByRole('button', { name: 'Sign out' })).toBeTruthy()
  })

  it('sends no time zone before, because that would be refused', async () => {
    const session = aSession({ current: true })
    const data = { user: { ...user, timeZone: null }, session, mustAddFactor: true, isAdmin: false }
    api.answer(currentSession, { status: 200, data })
    visit('/devices')
    await heading('Add an authenticator app')
    expect(api.asked).not.toContain('PUT /api/restricted/time_zone')
  })

  it('may choose a passkey instead, and an app again', async () => {
    must(true)
    withPasskeys()
    const { person, history } = visit('/devices')
    await person.click(await screen.findByRole('link', { name: 'Add a passkey instead' }))
    await heading('Add a passkey')
    expect(history.location.href).toBe('/security/passkey')
    expect(screen.getByText(/needs a second factor/)).toBeTruthy()
    await person.click(screen.getByRole('link', { name: 'Add an authenticator app instead' }))
    await heading('Add an authenticator app')
  })

  it('sees only apps in a browser without passkeys', async () => {
    must(true)
    visit('/security/passkey')
    await heading('Add an authenticator app')
    expect(screen.queryByRole('link', { name: 'Add a passkey instead' })).toBeNull()
  })

  it('goes on afterwards', async () => {
    must(true)
    offerApp()
    api.on(activateTotp, () => {
      must(false)
      return Response.json({ data: { recoveryCodes: codes } })
    })
    const { person } = visit('/devices')
    await person.click(await screen.findByRole('button', { name: 'Continue' }))
    await person.type(await screen.findByLabelText('Code from the app'), '071584')
    await person.click(await screen.findByRole('button', { name: 'I have saved them' }))
    await heading('Your account')
    expect(screen.getByRole('link', { name: 'Devices' })).toBeTruthy()
  })
})

describe('the second factor in the overview', () => {
  it('says that there is none, and leads to a first one', async () => {
    visit('/security')
    expect(await screen.findByText(/Only your password protects this account/)).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Add an authenticator app' }).getAttribute('href')).toBe('/security/app')
  })

  it('warns when two recovery codes are left', async () => {
    withApp(2)
    visit('/security')
    expect(await screen.findByText(/Only 2 recovery codes are left/)).toBeTruthy()
    expect(screen.getByText(/Make new ones before you run out/)).toBeTruthy()
  })

  it('removes an app after a code of it', async () => {
    withApp()
    api.answer(confirmOptions, {
      status: 200,
      data: { methods: ['totp', 'recovery_code'], passkey: null, providers: [] },
    })
    api.refuse(removeFactor, 'confirmation_required')
    const sent: unknown[] = []
    api.on(confirm, body => {
      sent.push(body)
      api.answer(removeFactor, { status: 204 })
      api.answer(factors, { status: 200, data: noFactors })
      return Response.json({ data: { confirmedUntil: instant } })
    })
    const { person } = visit('/security')
    await person.click(await screen.findByRole('button', { name: 'Remove My phone' }))
    await person.click(screen.getByRole('button', { name: 'Remove' }))
    const dialog = await screen.findByRole('alertdialog', { name: "Confirm that it's you" })
    await person.type(within(dialog).getByLabelText('Code from the app'), '071584')
    expect(await screen.findByText('Removed.')).toBeTruthy()
    expect(sent).toEqual([{ method: 'totp', code: '071584' }])
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Second factor' })))
  })

  it('gives the focus back after an app was renamed', async () => {
    withApp()
    api.answer(renameFactor, { status: 200, data: { id, name: 'My phone' } })
    const { person } = visit('/security')
    await person.click(await screen.findByRole('button', { name: 'Rename My phone' }))
    expect(document.activeElement).toBe(screen.getByLabelText('Name'))
    await person.click(screen.getByRole('button', { name: 'Save' }))
    expect(await screen.findByText('Name saved.')).toBeTruthy()
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Rename My phone' })))
  })

  it('says what to do when no recovery code is left', async () => {
    withApp(0)
    visit('/security')
    expect(await screen.findByText(/Make new ones, in case you lose your second factor/)).toBeTruthy()
  })

  it('does not speak of the password of a person who has none', async () => {
    const passkey = { ...anApp, synced: true, signsInAlone: true }
    api.answer(factors, { status: 200, data: { ...noFactors, passkeys: [passkey], password: null } })
    visit('/security')
    expect(await screen.findByText(/You have no password, so no one can steal it/)).toBeTruthy()
  })

  it.each([
    ['an app', { totp: [anApp] }],
    ['a passkey that never signed in alone', { passkeys: [{ ...anApp, synced: false, signsInAlone: false }] }],
  ])('says how a person without a password signs in who has only %s', async (_, has) => {
    api.answer(factors, { status: 200, data: { ...noFactors, ...has, password: null } })
    visit('/security')
    expect(await screen.findByText(/^You have no password\. You sign in with a link or code from us/)).toBeTruthy()
    expect(screen.queryByText(/You sign in with your passkey/)).toBeNull()
  })

  it('says that only the mailbox protects a person without any way to sign in', async () => {
    api.answer(factors, { status: 200, data: { ...noFactors, password: null } })
    visit('/security')
    expect(await screen.findByText(/^Only your email protects this account/)).toBeTruthy()
  })

  it('says what a passkey is good for that never signed in alone, and what it may need to do more', async () => {
    const passkey = { ...anApp, synced: false, signsInAlone: false }
    api.answer(factors, { status: 200, data: { ...noFactors, passkeys: [passkey] } })
    visit('/security')
    expect(
      await screen.findByText(
        /^Works as your second step\. If it asks for a PIN, fingerprint or face, it may also sign you in by itself/,
      ),
    ).toBeTruthy()
  })

  it.each([
    [
      'the only passkey',
      { passkeys: [{ ...anApp, synced: true, signsInAlone: true }] },
      /only second factor.*delete it/,
    ],
    [
      'one of two',
      {
        passkeys: [{ ...anApp, synced: true, signsInAlone: true }],
        totp: [{ ...anApp, id: aSession().id, name: 'App' }],
      },
      /^It will no longer work here.*delete it/,
    ],
  ])('asks a person who removes %s to delete it on the device too', async (_, has, sentence) => {
    api.answer(factors, { status: 200, data: { ...noFactors, ...has } })
    const { person } = visit('/security')
    await person.click(await screen.findByRole('button', { name: 'Remove My phone' }))
    expect(await screen.findByText(sentence)).toBeTruthy()
  })

  it('keeps an app that the account needs, and says why', async () => {
    withApp()
    api.on(removeFactor, () => problem('last_factor'))
    const { person } = visit('/security')
    await person.click(await screen.findByRole('button', { name: 'Remove My phone' }))
    await person.click(screen.getByRole('button', { name: 'Remove' }))
    expect(await screen.findByText(/your account needs it/)).toBeTruthy()
  })
})

it('prints the recovery codes', async () => {
  const print = vi.spyOn(window, 'print').mockImplementation(() => undefined)
  api.answer(makeRecoveryCodes, { status: 200, data: { codes } })
  const { person } = visit('/security/recovery-codes')
  await person.click(await screen.findByRole('button', { name: 'Make ten new codes' }))
  await person.click(await screen.findByRole('button', { name: 'Print' }))
  expect(print).toHaveBeenCalledOnce()
})

it('says that the browser cannot copy, as without https', async () => {
  api.answer(makeRecoveryCodes, { status: 200, data: { codes } })
  const { person } = visit('/security/recovery-codes')
  await person.click(await screen.findByRole('button', { name: 'Make ten new codes' }))
  Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })
  await person.click(await screen.findByRole('button', { name: 'Copy' }))
  expect(await screen.findByText(/does not allow copying/)).toBeTruthy()
})

describe('the dialog that confirms by a factor', () => {
  async function askedFor(methods: ('totp' | 'recovery_code' | 'passkey')[]) {
    withApp()
    api.answer(confirmOptions, { status: 200, data: { methods, passkey: null, providers: [] } })
    api.refuse(removeFactor, 'confirmation_required')
    const { person } = visit('/security')
    await person.click(await screen.findByRole('button', { name: 'Remove My phone' }))
    await person.click(screen.getByRole('button', { name: 'Remove' }))
    return { person, dialog: within(await screen.findByRole('alertdialog', { name: "Confirm that it's you" })) }
  }

  it('moves the focus to the field of each way', async () => {
    const { person, dialog } = await askedFor(['totp', 'recovery_code'])
    expect(document.activeElement).toBe(dialog.getByLabelText('Code from the app'))
    await person.click(dialog.getByRole('button', { name: 'Use a recovery code' }))
    expect(document.activeElement).toBe(dialog.getByLabelText('Recovery code'))
  })

  it('says that it took too long, and can be tried again', async () => {
    api.refuse(confirm, 'invalid_challenge')
    const { person, dialog } = await askedFor(['totp'])
    await person.type(dialog.getByLabelText('Code from the app'), '071584')
    expect(await dialog.findByText('That took too long. Try again.')).toBeTruthy()
  })

  it('begins with its button for a passkey', async () => {
    withPasskeys()
    const { dialog } = await askedFor(['passkey'])
    expect(document.activeElement).toBe(dialog.getByRole('button', { name: 'Confirm' }))
  })

  it('says that a passkey does not work while the server offers none', async () => {
    withPasskeys()
    const { person, dialog } = await askedFor(['passkey'])
    await person.click(dialog.getByRole('button', { name: 'Confirm' }))
    expect(await dialog.findByText("That passkey didn't work. Try again, or try another way.")).toBeTruthy()
  })

  it('names the way out in a browser without passkeys', async () => {
    const { person, dialog } = await askedFor(['passkey'])
    expect(dialog.getByText(/This browser can't use passkeys/)).toBeTruthy()
    await person.click(dialog.getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  })
})

it('new recovery codes are shown once, and lead back', async () => {
  withApp(2)
  api.answer(makeRecoveryCodes, { status: 200, data: { codes } })
  const { person } = visit('/security/recovery-codes')
  await person.click(await screen.findByRole('button', { name: 'Make ten new codes' }))
  expect(await screen.findByText('k7wq-4mzt-9hb0')).toBeTruthy()
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 })))
  await person.click(screen.getByRole('button', { name: 'I have saved them' }))
  await heading('Your account')
})
