import {
  changeEmail,
  changeLanguage,
  changeName,
  changePassword,
  changeTimeZone,
  confirmEmail,
  deleteUser,
  pendingEmail,
  undoDeletion,
} from '@latchkey/contracts/auth/account'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { type Export, exportUser } from '@latchkey/contracts/auth/export'
import { currentSession, endReasons } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { brand } from '@latchkey/contracts/brand'
import { productExport } from '@latchkey/contracts/product'
import { screen, waitFor, within } from '@testing-library/react'
import type userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import '../../../public/scheme.js'
import { aSession, fakeApi, problem, user } from '../../../testing/fake-api.ts'
import { FakeEventSource } from '../../../testing/fake-events.ts'
import { description, heading, openOtherTab, visit } from '../../../testing/visit.tsx'

type Person = ReturnType<typeof userEvent.setup>

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
  api.signedIn()
})
afterEach(() => void vi.useRealTimers())

const newAddress = () => screen.findByLabelText<HTMLInputElement>('New email address')
const dialog = async () => within(await screen.findByRole('alertdialog'))
const another = aSession({ id: aSession().id.replace(/1$/, '2'), current: true })

async function askForAddress(person: Person) {
  await person.type(await newAddress(), 'new@example.com')
  const section = within(screen.getByRole('region', { name: 'Email address' }))
  await person.click(section.getByRole('button', { name: 'Send the link' }))
}

/** Answers like the API when a change needs the password again. */
function askForConfirmation() {
  let confirmed = false
  api.on(confirm, body => {
    if ((body as { password: string }).password !== 'correct horse battery')
      return problem('invalid_credentials', { fields: { password: 'Wrong password.' } })
    confirmed = true
    return Response.json({ data: { confirmedUntil: '2026-11-23T14:12:00.000Z' } })
  })
  api.on(changeEmail, () =>
    confirmed
      ? Response.json({ data: { email: 'new@example.com' } }, { status: 202 })
      : problem('confirmation_required'),
  )
}

describe('the settings', () => {
  it('save a name, and show it everywhere', async () => {
    api.answer(changeName, { status: 200, data: { ...user, name: 'Ada Lovelace' } })
    const { person } = visit('/settings')
    const name = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Name' })
    expect(name.value).toBe('Ada')
    await person.type(name, ' Lovelace')
    await person.click(screen.getByRole('button', { name: 'Save name' }))
    expect(await screen.findByText('Your name is saved.')).toBeTruthy()
    expect(await screen.findByRole('button', { name: /^Account menu.*Ada Lovelace/ })).toBeTruthy()
  })

  it('say when the name may be changed again', async () => {
    api.refuse(changeName, 'rate_limited', { detail: 'Too many attempts. Try again in 1 minute.' })
    const { person } = visit('/settings')
    await person.type(await screen.findByRole('textbox', { name: 'Name' }), ' King')
    await person.click(screen.getByRole('button', { name: 'Save name' }))
    expect(await screen.findByText('Too many attempts. Try again in 1 minute.')).toBeTruthy()
  })

  it('change the password, and empty its fields afterwards', async () => {
    api.refuse(changePassword, 'invalid_credentials', { fields: { currentPassword: 'Wrong password.' } })
    const { person } = visit('/settings')
    const change = async () => {
      await person.type(await screen.findByLabelText('Current password'), 'old')
      await person.type(screen.getByLabelText('New password'), 'new')
      await person.click(screen.getByRole('button', { name: 'Change password' }))
    }
    await change()
    await waitFor(() => expect(description(screen.getByLabelText('Current password'))).toBe('Wrong password.'))
    expect(screen.queryByRole('alertdialog')).toBeNull()
    api.answer(changePassword, { status: 200, data: { revoked: 2 } })
    await change()
    expect(await screen.findByText('Your password is changed. 2 other devices are signed out.')).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Current password').value).toBe('')
  })

  it.each([
    ['Name', 'Save name'],
    ['Language and time', 'Save language and time'],
  ])('send nothing, and say so, when nothing has changed: %s', async (title, button) => {
    const { person } = visit('/settings')
    const section = within(await screen.findByRole('region', { name: title }))
    api.asked.length = 0
    await person.click(section.getByRole('button', { name: button }))
    await waitFor(() => expect(section.getByRole('status').textContent).toBe('You have not changed anything.'))
    expect(api.asked).toEqual([])
  })

  it.each([
    ['Email address', 'Send the link', { 'New email address': 'Enter your email address.' }],
    [
      'Password',
      'Change password',
      { 'Current password': 'Enter your current password.', 'New password': 'Enter a new password.' },
    ],
  ])('send nothing, and say what to type, when nothing is typed: %s', async (title, button, errors) => {
    const { person } = visit('/settings')
    const section = within(await screen.findByRole('region', { name: title }))
    api.asked.length = 0
    await person.click(section.getByRole('button', { name: button }))
    for (const [label, sentence] of Object.entries(errors))
      await waitFor(() => expect(description(section.getByLabelText(label))).toContain(sentence))
    const [first = ''] = Object.keys(errors)
    expect(document.activeElement).toBe(section.getByLabelText(first))
    expect(api.asked).toEqual([])
  })

  it('let the button of a section stand out while there is something to send', async () => {
    const { person } = visit('/settings')
    const sections = [
      ['Name', 'Save name'],
      ['New email address', 'Send the link'],
      ['New password', 'Change password'],
    ] as const
    for (const [label, button] of sections) {
      const field = await screen.findByLabelText(label, { selector: 'input' })
      const looks = () => screen.getByRole('button', { name: button }).className.includes('bg-accent')
      expect(looks()).toBe(false)
      await person.type(field, 'K')
      expect(looks()).toBe(true)
      await person.type(field, '{Backspace}')
      expect(looks()).toBe(false)
    }
  })

  it('change the time zone, and with it the times of the pages', async () => {
    const inTokyo = { ...user, timeZone: 'Asia/Tokyo' }
    api.on(changeTimeZone, () => {
      api.answer(currentSession, {
        status: 200,
        data: { mustAddFactor: false, isAdmin: false, user: inTokyo, session: aSession({ current: true }) },
      })
      return Response.json({ data: inTokyo })
    })
    const { person } = visit('/settings')
    const zone = await screen.findByRole<HTMLSelectElement>('combobox', { name: 'Time zone' })
    expect(zone.value).toBe('Europe/London')
    await person.selectOptions(zone, 'Asia/Tokyo')
    await person.click(screen.getByRole('button', { name: 'Save language and time' }))
    expect(await screen.findByText('Your language and time zone are saved.')).toBeTruthy()
    expect(api.asked.some(line => line.includes('language'))).toBe(false)
    await person.click(screen.getByRole('link', { name: 'Overview' }))
    // The session of the fake ends at 14:02 in London.
    expect(await screen.findByText('23 December at 23:02')).toBeTruthy()
  })

  it('name the time zone of the browser at the first sign-in', async () => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    api.answer(currentSession, {
      status: 200,
      data: {
        mustAddFactor: false,
        isAdmin: false,
        user: { ...user, timeZone: null },
        session: aSession({ current: true }),
      },
    })
    const named: unknown[] = []
    api.on(changeTimeZone, body => {
      named.push(body)
      return Response.json({ data: { ...user, timeZone } })
    })
    visit('/security')
    await heading('Your account')
    await waitFor(() => expect(named[0]).toEqual({ timeZone }))
  })

  it('show the chosen appearance at once, and keep it in this browser', async () => {
    const { person } = visit('/settings')
    await person.click(await screen.findByRole('radio', { name: 'Dark' }))
    expect([document.documentElement.dataset.scheme, localStorage.getItem('scheme')]).toEqual(['dark', 'dark'])
    await person.click(screen.getByRole('radio', { name: 'System' }))
    expect([document.documentElement.dataset.scheme, localStorage.getItem('scheme')]).toEqual([undefined, null])
  })

  it('send the link to a new address again', async () => {
    api.answer(pendingEmail, {
      status: 200,
      data: { pending: { email: 'new@example.com', expiresAt: '2026-11-24T14:02:00.000Z' } },
    })
    api.answer(changeEmail, { status: 202, data: { email: 'new@example.com' } })
    const { person } = visit('/settings')
    await person.click(await screen.findByRole('button', { name: 'Send the link again' }))
    expect(await screen.findByText(/^We sent a new link to new@example\.com\./)).toBeTruthy()
  })

  it('ask for both passwords by their names', async () => {
    const { person } = visit('/settings')
    await person.click(await screen.findByRole('button', { name: 'Change password' }))
    expect(description(screen.getByLabelText('Current password'))).toMatch(/^Enter your current password\./)
    expect(description(screen.getByLabelText('New password'))).toMatch(/^Enter a new password\./)
  })

  it('say once that a new address waits for its link, and hide the form behind a button', async () => {
    api.answer(changeEmail, { status: 202, data: { email: 'new@example.com' } })
    const { person } = visit('/settings')
    await newAddress()
    api.answer(pendingEmail, {
      status: 200,
      data: { pending: { email: 'new@example.com', expiresAt: '2026-11-24T14:02:00.000Z' } },
    })
    await askForAddress(person)
    const section = screen.getByRole('region', { name: 'Email address' })
    const other = await within(section).findByRole('button', { name: 'Use another address' })
    expect(section.textContent?.match(/new@example\.com/g)).toHaveLength(1)
    expect(document.activeElement).toBe(within(section).getByRole('status'))
    expect(screen.queryByLabelText('New email address')).toBeNull()
    await person.click(other)
    expect(document.activeElement).toBe(await newAddress())
  })

  it('change the language at once, for every page', async () => {
    api.answer(changeLanguage, { status: 200, data: { ...user, language: 'de' } })
    const { person } = visit('/settings')
    await person.selectOptions(await screen.findByRole('combobox', { name: 'Language' }), 'Deutsch')
    await person.click(screen.getByRole('button', { name: 'Save language and time' }))
    await heading('Einstellungen')
    expect(screen.getByRole('link', { name: 'Geräte' })).toBeTruthy()
    expect(document.documentElement.lang).toBe('de')
  })

  it('refuse the present password as the new one, without asking the server', async () => {
    const { person } = visit('/settings')
    await person.type(await screen.findByLabelText('Current password'), 'seven lanterns under a bridge')
    await person.type(screen.getByLabelText('New password'), 'seven lanterns under a bridge')
    const asked = api.asked.length
    await person.click(screen.getByRole('button', { name: 'Change password' }))
    await waitFor(() =>
      expect(description(screen.getByLabelText('New password'))).toContain('This is your current password.'),
    )
    expect(api.asked).toHaveLength(asked)
  })

  it('save a file with everything that is kept', async () => {
    const saved: Blob[] = []
    vi.stubGlobal(
      'URL',
      Object.assign(URL, { createObjectURL: (blob: Blob) => `blob:${saved.push(blob)}`, revokeObjectURL() {} }),
    )
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
    const data = {
      exportedAt: '2026-11-23T14:02:00.000Z',
      user: {
        ...{ ...user, updatedAt: user.createdAt, disabledAt: null },
        ...{ secondFactorSince: null, secondFactorRequiredAt: null, role: 'person' as const },
      },
      password: null,
      formerPasswords: [],
      sessions: [],
      devices: [],
      challenges: [],
      activity: [],
      ...{ totpApps: [], passkeys: [], recoveryCodes: [] },
      identities: [],
      // Each feature of the product exports a list here.
      product: Object.fromEntries(
        Object.keys(productExport.shape).map(part => [part, []]),
      ) as unknown as Export['product'],
      jobs: [],
    }
    api.answer(exportUser, { status: 200, data })
    const { person } = visit('/settings')
    await person.click(await screen.findByRole('button', { name: 'Save a copy' }))
    expect(await screen.findByText(`Your data is in ${brand.fileName}-2026-11-23.json.`)).toBeTruthy()
    expect(JSON.parse((await saved[0]?.text()) ?? '')).toEqual(data)
    expect(click).toHaveBeenCalledOnce()
    click.mockRestore()
  })

  it('delete the account after a confirmation, and sign out', async () => {
    api.answer(deleteUser, { status: 200, data: { undo: 'lk_undo' } })
    const { person, history } = visit('/settings')
    await person.click(await screen.findByRole('button', { name: 'Delete account' }))
    expect((await dialog()).getByText(/^For 7 days, the email/)).toBeTruthy()
    await person.click((await dialog()).getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect(api.asked.some(line => line.startsWith('DELETE'))).toBe(false)
    await person.click(screen.getByRole('button', { name: 'Delete account' }))
    await person.click((await dialog()).getByRole('button', { name: 'Delete account' }))
    await heading('Your account is deleted')
    expect(history.location.pathname).toBe('/account-deleted')
    const sent: unknown[] = []
    api.on(undoDeletion, body => {
      sent.push(body)
      return new Response(null, { status: 204 })
    })
    await person.click(screen.getByRole('button', { name: 'Undo' }))
    await heading('Your account is back')
    expect(sent).toEqual([{ token: 'lk_undo' }])
  })
})

describe('a request that needs the password again', () => {
  it('asks in a dialog and is sent again, also after a wrong password', async () => {
    askForConfirmation()
    const { person } = visit('/settings')
    await askForAddress(person)
    await person.type((await dialog()).getByLabelText('Password'), 'wrong')
    await person.click((await dialog()).getByRole('button', { name: 'Confirm' }))
    expect(await (await dialog()).findByText('Wrong password.')).toBeTruthy()
    await person.clear((await dialog()).getByLabelText('Password'))
    await person.type((await dialog()).getByLabelText('Password'), 'correct horse battery{Enter}')
    expect(await screen.findByText(/Your address stays the same until you open it\./)).toBeTruthy()
    expect((await newAddress()).value).toBe('')
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  })

  it('changes nothing if the person does not give it', async () => {
    askForConfirmation()
    const { person } = visit('/settings')
    await askForAddress(person)
    await person.click((await dialog()).getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect((await newAddress()).value).toBe('new@example.com')
    expect(screen.queryByRole('group', { name: 'There is a problem' })).toBeNull()
  })

  it('says when to try again, for the address and for the password in the dialog', async () => {
    api.refuse(changeEmail, 'confirmation_required')
    api.refuse(confirm, 'rate_limited', { retryAfterSeconds: 30 })
    const { person } = visit('/settings')
    await askForAddress(person)
    await person.type((await dialog()).getByLabelText('Password'), 'wrong')
    await person.click((await dialog()).getByRole('button', { name: 'Confirm' }))
    expect(await (await dialog()).findByText(/^Too many attempts\. Try again at/)).toBeTruthy()
    await person.click((await dialog()).getByRole('button', { name: 'Cancel' }))

    api.refuse(changeEmail, 'rate_limited', { detail: 'Too many attempts. Try again in 10 minutes.' })
    const section = within(screen.getByRole('region', { name: 'Email address' }))
    await person.click(section.getByRole('button', { name: 'Send the link' }))
    expect(await section.findByText('Too many attempts. Try again in 10 minutes.')).toBeTruthy()
    expect((await newAddress()).value).toBe('new@example.com')
  })

  it('says when to try again, for the current password', async () => {
    api.refuse(changePassword, 'rate_limited', { detail: 'Too many attempts. Try again in 2 minutes.' })
    const { person } = visit('/settings')
    await person.type(await screen.findByLabelText('Current password'), 'old')
    await person.type(screen.getByLabelText('New password'), 'new')
    await person.click(screen.getByRole('button', { name: 'Change password' }))
    expect(await screen.findByText('Too many attempts. Try again in 2 minutes.')).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Current password').value).toBe('old')
  })

  it('signs in again if the session has ended, and keeps the form', async () => {
    api.refuse(changeEmail, 'session_ended', { reason: 'revoked_by_admin' })
    const { person, history } = visit('/settings')
    const { otherTab, received } = openOtherTab()
    await askForAddress(person)
    expect(await (await dialog()).findByText(/^You were signed out by an administrator\./)).toBeTruthy()
    await waitFor(() =>
      expect(received).toContainEqual({
        ended: { code: 'session_ended', reason: 'revoked_by_admin' },
        sessionId: aSession().id,
      }),
    )
    const sent: unknown[] = []
    api.on(signIn, body => {
      sent.push(body)
      api.signedIn([another])
      // Signing in does not confirm.
      askForConfirmation()
      return Response.json({ data: { user, session: another } })
    })
    await person.type((await dialog()).getByLabelText('Password'), 'correct horse battery{Enter}')
    expect(await screen.findByText(/Your address stays the same until you open it\./)).toBeTruthy()
    expect(sent).toEqual([
      { email: user.email, password: 'correct horse battery', remember: false, delivery: 'cookie' },
    ])
    expect(history.location.href).toBe('/settings')
    otherTab.close()
  })

  it('asks again the next time, without the last error', async () => {
    askForConfirmation()
    const { person } = visit('/settings')
    await askForAddress(person)
    await person.type((await dialog()).getByLabelText('Password'), 'wrong{Enter}')
    expect(await (await dialog()).findByText('Wrong password.')).toBeTruthy()
    await person.click((await dialog()).getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    await person.click(screen.getByRole('button', { name: 'Send the link' }))
    await dialog()
    expect(screen.queryByText('Wrong password.')).toBeNull()
  })
})

describe('a session that ends during a half-typed form', () => {
  const endIt = () => FakeEventSource.open[0]?.send('session_ended', { reason: 'password_changed' })

  it('opens the dialog, and keeps what was typed', async () => {
    const { person, history } = visit('/settings')
    await person.type(await newAddress(), 'half@')
    api.refuse(currentSession, 'session_ended', { reason: 'password_changed' })
    endIt()
    expect(
      await (await dialog()).findByText(/the password was changed on another device\. Sign in again as/),
    ).toBeTruthy()
    expect(await (await dialog()).findByRole('checkbox', { name: 'Keep me signed in for up to 30 days' })).toBeTruthy()
    api.on(signIn, () => {
      api.signedIn([another])
      return Response.json({ data: { user, session: another } })
    })
    await person.type((await dialog()).getByLabelText('Password'), 'correct horse battery{Enter}')
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect((await newAddress()).value).toBe('half@')
    expect(history.location.href).toBe('/settings')
    await waitFor(() => expect(FakeEventSource.open).toHaveLength(1))
  })

  it('keeps it also if another tab signs in again', async () => {
    const { person } = visit('/settings')
    await person.type(await newAddress(), 'half@')
    api.refuse(currentSession, 'session_ended', { reason: 'password_changed' })
    endIt()
    await dialog()
    api.signedIn([another])
    const { otherTab } = openOtherTab()
    otherTab.postMessage('signed-in')
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect((await newAddress()).value).toBe('half@')
    otherTab.close()
  })

  it('shows nothing of it to another person who signs in', async () => {
    const { person } = visit('/settings')
    await person.type(await newAddress(), 'half@')
    const grace = { ...user, id: user.id.replace(/a$/, 'b'), email: 'grace@example.com', name: 'Grace' }
    api.signedIn([another])
    api.answer(currentSession, {
      status: 200,
      data: { mustAddFactor: false, isAdmin: false, user: grace, session: another },
    })
    const { otherTab } = openOtherTab()
    otherTab.postMessage('signed-in')
    await waitFor(async () =>
      expect((await screen.findByRole<HTMLInputElement>('textbox', { name: 'Name' })).value).toBe('Grace'),
    )
    expect((await newAddress()).value).toBe('')
    otherTab.close()
  })

  it('leads to the sign-in page if nothing is half typed', async () => {
    const { person } = visit('/settings')
    await newAddress()
    await person.type(screen.getByLabelText('Current password'), 'filled in by the browser')
    endIt()
    await heading('Sign in')
    expect(screen.queryByRole('alertdialog')).toBeNull()
  })

  const finalReasons = new Set(['account_deleted', 'account_disabled', 'account_kept', 'email_changed', 'not_me'])
  it.each(endReasons.filter(reason => reason !== 'replaced'))(
    'asks for the password only if it can sign in: %s',
    async reason => {
      const { person } = visit('/settings')
      await person.type(await newAddress(), 'half@')
      api.refuse(currentSession, 'session_ended', { reason })
      FakeEventSource.open[0]?.send('session_ended', { reason })
      if (finalReasons.has(reason)) await heading(/^(Sign in|Your account is deleted)$/)
      else await dialog()
      expect(screen.queryAllByRole('alertdialog')).toHaveLength(finalReasons.has(reason) ? 0 : 1)
    },
  )

  it('keeps the first reason, here and in the other tabs', async () => {
    const { person } = visit('/settings')
    await person.type(await newAddress(), 'half@')
    api.refuse(currentSession, 'missing_token')
    endIt()
    await dialog()
    const { otherTab, received } = openOtherTab()
    const asked = api.asked.length
    vi.setSystemTime(Date.now() + 60_000)
    window.dispatchEvent(new Event('visibilitychange'))
    await waitFor(() => expect(api.asked.length).toBeGreaterThan(asked))
    otherTab.postMessage('signed-in')
    await waitFor(() => expect(api.asked.length).toBeGreaterThan(asked + 1))
    expect((await dialog()).getByText(/the password was changed on another device\./)).toBeTruthy()
    expect(document.querySelector<HTMLInputElement>('#input-email')?.value).toBe('half@')
    expect(received).toEqual([])
    otherTab.close()
  })

  it('leads to the sign-in page when the person closes the dialog', async () => {
    const { person, history } = visit('/settings')
    await person.type(await newAddress(), 'half@')
    api.refuse(currentSession, 'session_ended', { reason: 'password_changed' })
    endIt()
    await person.click((await dialog()).getByRole('button', { name: 'Leave this page' }))
    await heading('Sign in')
    expect(screen.getByText(/the password was changed on another device\./)).toBeTruthy()
    expect(history.location.href).toBe('/login?return=%2Fsettings')
  })
})

describe('the link that proves a new address', () => {
  it('waits until the person has signed in, and its secret stays out of all addresses', async () => {
    api.signedOut()
    const { person, history } = visit('/confirm-email#token=lk_secret')
    await heading('Sign in')
    expect(history.location.href).toBe('/login?return=%2Fconfirm-email')
    expect(JSON.stringify(history.location)).not.toContain('lk_secret')
    const bodies: unknown[] = []
    api.on(signIn, () => {
      api.signedIn()
      return Response.json({ data: { user, session: aSession({ current: true }) } })
    })
    api.on(confirmEmail, body => {
      bodies.push(body)
      return Response.json({ data: { ...user, email: 'new@example.com' } })
    })
    await person.type(screen.getByLabelText('Email address'), user.email)
    await person.type(screen.getByLabelText('Password'), 'correct horse battery{Enter}')
    await person.click(await screen.findByRole('button', { name: 'Use the new address' }))
    await heading('Your address is changed')
    expect(bodies).toEqual([{ token: 'lk_secret' }])
    await person.click(screen.getByRole('button', { name: /^Account menu/ }))
    expect(within(screen.getByRole('banner')).getByText('new@example.com')).toBeTruthy()
  })

  it('says that it is not valid for the person who is signed in', async () => {
    api.refuse(confirmEmail, 'invalid_link')
    const { person } = visit('/confirm-email#token=lk_used')
    await person.click(await screen.findByRole('button', { name: 'Use the new address' }))
    await heading('This link is no longer valid')
  })
})
