import { changeTimeZone, passwordState } from '@latchkey/contracts/auth/account'
import { listSessions, revokeSession } from '@latchkey/contracts/auth/devices'
import { providers } from '@latchkey/contracts/auth/listed-providers'
import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { brand } from '@latchkey/contracts/brand'
import { ready } from '@latchkey/contracts/platform/health'
import { screen, waitFor } from '@testing-library/react'
import type userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aPhone, aSession, fakeApi, problem, user } from '../testing/fake-api.ts'
import { description, heading, openOtherTab, signOutByMenu, visit } from '../testing/visit.tsx'

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
})
afterEach(() => void vi.useRealTimers())

async function signInAs(person: ReturnType<typeof userEvent.setup>, password = 'correct horse battery') {
  await person.type(await screen.findByLabelText('Email address'), 'ada@example.com')
  await person.type(screen.getByLabelText('Password'), password)
  await person.click(screen.getByRole('button', { name: 'Sign in' }))
}

const signInAnswer = { status: 200, data: { user, session: aSession({ current: true }) } } as const

describe('the sign-in page', () => {
  it('names what is missing beside each field and in a summary, and starts at the first wrong field', async () => {
    api.signedOut()
    const { person } = visit('/login')
    await person.click(await screen.findByRole('button', { name: 'Sign in' }))
    expect(description(screen.getByLabelText('Email address'))).toBe('Enter your email address.')
    expect(description(screen.getByLabelText('Password'))).toBe('Enter your password.')
    const summary = screen.getByRole('group', { name: 'There is a problem' })
    expect(description(summary)).toBe('Check these two fields: Email address and Password.')
    expect(document.activeElement).toBe(screen.getByLabelText('Email address'))
    expect(document.title).toBe(`Error: Sign in · ${brand.name}`)
    await person.click(screen.getByRole('link', { name: 'Password' }))
    expect(document.activeElement).toBe(screen.getByLabelText('Password'))
    await person.type(screen.getByLabelText('Email address'), 'ada@example.com')
    await person.type(screen.getByLabelText('Password'), 'p')
    expect(screen.queryByRole('group', { name: 'There is a problem' })).toBeNull()
    expect(document.title).toBe(`Sign in · ${brand.name}`)
  })

  it('needs no summary for one wrong field', async () => {
    api.signedOut()
    const { person } = visit('/login')
    await person.type(await screen.findByLabelText('Email address'), 'ada@example.com')
    await person.click(screen.getByRole('button', { name: 'Sign in' }))
    expect(document.activeElement).toBe(screen.getByLabelText('Password'))
    expect(description(screen.getByLabelText('Password'))).toBe('Enter your password.')
    expect(screen.queryByRole('group', { name: 'There is a problem' })).toBeNull()
  })

  it('says that Caps Lock is on, and hides a shown password when it is sent', async () => {
    api.signedOut()
    const { person } = visit('/login')
    const password = await screen.findByLabelText<HTMLInputElement>('Password')
    await person.click(password)
    await person.keyboard('{CapsLock}a')
    expect(description(password)).toBe('Caps Lock is on.')
    await person.keyboard('{CapsLock}b')
    expect(description(password)).toBe('')
    await person.click(screen.getByRole('button', { name: 'Show password' }))
    expect(password.type).toBe('text')
    await person.click(screen.getByRole('button', { name: 'Sign in' }))
    expect(password.type).toBe('password')
  })

  it('keeps what was typed after a wrong attempt, also the password', async () => {
    api.signedOut()
    api.refuse(signIn, 'invalid_credentials')
    const { person, history } = visit('/login')
    await signInAs(person, ' wrong ')
    expect(await screen.findByText(/^That email and password don't match\. Check both, or/)).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Email address').value).toBe('ada@example.com')
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe(' wrong ')
    expect(history.location.pathname).toBe('/login')
  })

  it('says when to try again, and keeps what was typed', async () => {
    api.signedOut()
    api.refuse(signIn, 'rate_limited', { retryAfterSeconds: 60 })
    const { person } = visit('/login')
    await signInAs(person)
    const summary = await screen.findByRole('group', { name: 'There is a problem' })
    expect(description(summary)).toMatch(/^Too many attempts\. Try again at \d\d:\d\d, or reset your password\.$/)
    expect(document.activeElement).toBe(summary)
    const { dateTime } = screen.getByText<HTMLTimeElement>(/^\d\d:\d\d$/)
    const waitMs = Date.parse(dateTime) - Date.now()
    expect(waitMs).toBeGreaterThan(55_000)
    expect(waitMs).toBeLessThanOrEqual(120_000)
    expect(screen.getByLabelText<HTMLInputElement>('Email address').value).toBe('ada@example.com')
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('correct horse battery')
  })

  it('says when trying again is allowed, and offers to reset the password', async () => {
    api.signedOut()
    api.refuse(signIn, 'rate_limited', { retryAfterSeconds: 1 })
    const { person } = visit('/login')
    await signInAs(person)
    expect(await screen.findByText(/^You can try again now, or/)).toBeTruthy()
    expect(screen.queryByText(/Too many attempts/)).toBeNull()
    await person.click(screen.getByRole('link', { name: 'reset your password' }))
    await heading('Reset your password')
    expect(screen.getByLabelText<HTMLInputElement>('Email address').value).toBe('ada@example.com')
  })

  it('says that the browser dropped the cookie, as Safari does on http://localhost', async () => {
    api.signedOut()
    api.answer(signIn, signInAnswer)
    const { person, history } = visit('/login')
    await signInAs(person)
    expect(await screen.findByText(/didn't keep the sign-in cookie/)).toBeTruthy()
    expect(history.location.pathname).toBe('/login')
  })

  it('signs in once, even if the button is pressed again, and continues to the wanted page', async () => {
    api.signedOut()
    const { person, history } = visit('/devices')
    expect(await screen.findByText('Sign in to continue.')).toBeTruthy()
    expect(history.location.href).toBe('/login?return=%2Fdevices')
    let answer = (_: Response) => {}
    api.on(signIn, () => new Promise<Response>(resolve => (answer = resolve)))
    await signInAs(person)
    await person.click(screen.getByRole('button', { name: 'Signing in…' }))
    await person.type(screen.getByLabelText('Password'), '{Enter}')
    api.signedIn()
    answer(Response.json(signInAnswer))
    await heading('Devices')
    expect(api.asked.filter(line => line.includes('sign_in'))).toHaveLength(1)
    expect(history.location.href).toBe('/devices')
  })

  it('never leads to another site', async () => {
    api.signedIn()
    const { history } = visit('/login?return=%2F%5Cevil.example')
    await heading('Your account')
    expect(history.location.href).toBe('/security')
  })

  it('shows and hides the password', async () => {
    api.signedOut()
    const { person } = visit('/login')
    const input = await screen.findByLabelText<HTMLInputElement>('Password')
    await person.click(screen.getByRole('button', { name: 'Show password' }))
    expect(input.type).toBe('text')
    await person.click(screen.getByRole('button', { name: 'Hide password' }))
    expect(input.type).toBe('password')
  })
})

describe('a session that ends', () => {
  it.each([
    ['while a page is loaded', () => api.refuse(currentSession, 'session_ended', { reason: 'idle' })],
    ['while a page asks for more', () => api.refuse(listSessions, 'session_ended', { reason: 'idle' })],
  ])('leads to the sign-in page, which says why: %s', async (_name, end) => {
    api.signedIn()
    end()
    const { history } = visit('/devices')
    expect(await screen.findByText("You were signed out because this device wasn't used for a while.")).toBeTruthy()
    expect(history.location.href).toBe('/login?return=%2Fdevices')
  })

  it('leads there after an action too', async () => {
    api.signedIn([aSession({ current: true }), aSession({ id: aSession().id.replace(/1$/, '2'), device: aPhone })])
    api.refuse(revokeSession, 'session_ended', { reason: 'revoked_by_admin' })
    const { person } = visit('/devices')
    await person.click(await screen.findByRole('button', { name: /Sign out Safari on iPhone/ }))
    await person.click(screen.getByRole('button', { name: 'Close' }))
    expect(await screen.findByText('You were signed out by an administrator.')).toBeTruthy()
  })

  it('says why, also if the reason comes to a call that the page makes by itself, and its cookie is gone', async () => {
    api.signedIn()
    api.answer(currentSession, {
      status: 200,
      data: { user: { ...user, timeZone: null }, session: aSession(), mustAddFactor: false, isAdmin: false },
    })
    let answerOthers = () => {}
    const later = new Promise<void>(resolve => {
      answerOthers = resolve
    })
    api.on(changeTimeZone, () => {
      setTimeout(answerOthers)
      return problem('session_ended', { reason: 'revoked_by_admin' })
    })
    api.on(listSessions, async () => {
      await later
      api.refuse(currentSession, 'missing_token')
      return problem('missing_token')
    })
    visit('/devices')
    expect(await screen.findByText('You were signed out by an administrator.')).toBeTruthy()
  })

  it.each([
    ['at once', 0],
    ['later, when the page asks again who is signed in', 60_000],
  ])('is reported here and to the other tabs when the cookie is gone: %s', async (_name, pauseMs) => {
    api.signedIn()
    const { person, history } = visit('/settings')
    await heading('Settings')
    const { otherTab, received } = openOtherTab()
    for (const endpoint of [currentSession, listSessions]) api.refuse(endpoint, 'missing_token')
    vi.setSystemTime(Date.now() + pauseMs)
    await person.click(screen.getByRole('link', { name: 'Devices' }))
    expect(await screen.findByText('You are signed out in this browser. Sign in to continue.')).toBeTruthy()
    expect(history.location.href).toBe('/login?return=%2Fdevices')
    await waitFor(() => expect(received).toEqual([{ ended: { code: 'token_lost' }, sessionId: aSession().id }]))
    otherTab.close()
  })

  it('is not reported on a first visit, here or to the other tabs', async () => {
    api.signedOut()
    const { otherTab, received } = openOtherTab()
    visit('/devices')
    expect(await screen.findByText('Sign in to continue.')).toBeTruthy()
    // Messages arrive in order: an earlier one would come first.
    const lastTab = new BroadcastChannel('latchkey')
    lastTab.postMessage('last')
    await waitFor(() => expect(received).toEqual(['last']))
    for (const tab of [otherTab, lastTab]) tab.close()
  })

  it('is reported to the other tabs with its reason, also on the first load of a page', async () => {
    api.refuse(currentSession, 'session_ended', { reason: 'idle' })
    const { otherTab, received } = openOtherTab()
    visit('/devices')
    expect(await screen.findByText("You were signed out because this device wasn't used for a while.")).toBeTruthy()
    await waitFor(() => expect(received[0]).toEqual({ ended: { code: 'session_ended', reason: 'idle' } }))
    otherTab.close()
  })

  it('is reported by another tab with its reason', async () => {
    api.signedIn()
    const { history } = visit('/devices')
    await heading('Devices')
    const { otherTab } = openOtherTab()
    otherTab.postMessage({ ended: { code: 'session_ended', reason: 'revoked_by_admin' }, sessionId: aSession().id })
    expect(await screen.findByText('You were signed out by an administrator.')).toBeTruthy()
    expect(history.location.href).toBe('/login?return=%2Fdevices')
    otherTab.close()
  })

  it.each([
    ['about another session', { ended: { code: 'session_ended' }, sessionId: aSession().id.replace(/1$/, '2') }],
    ['with an unknown code', { ended: { code: 'constructor' } }],
    ['with a reason that is not text', { ended: { code: 'session_ended', reason: {} } }],
    ['that is empty', null],
  ])('is not taken from a message of another tab %s', async (_name, message) => {
    api.signedIn()
    visit('/')
    await heading('Your account')
    const went = (['pushState', 'replaceState'] as const).map(name => vi.spyOn(window.history, name))
    const { otherTab } = openOtherTab()
    otherTab.postMessage(message)
    const asked = api.asked.length
    // Messages arrive in order: after this one, the other has been handled.
    otherTab.postMessage('signed-in')
    await waitFor(() => expect(api.asked.length).toBeGreaterThan(asked))
    await heading('Your account')
    for (const call of went) {
      expect(call).not.toHaveBeenCalled()
      call.mockRestore()
    }
    otherTab.close()
  })

  it('is reported by another tab', async () => {
    api.signedIn()
    visit('/')
    await heading('Your account')
    const otherTab = new BroadcastChannel('latchkey')
    otherTab.postMessage('signed-out')
    expect(await screen.findByText('You signed out in another tab.')).toBeTruthy()
    otherTab.close()
  })
})

describe('the reason on the sign-in page', () => {
  it.each([
    ['You are signed out.', { code: 'signed_out_elsewhere' }],
    ['You are signed out.', { code: 'session_ended', reason: 'idle' }],
  ])('stays "%s" when another tab knows less: %o', async (words, ended) => {
    api.signedIn()
    api.answer(signOut, { status: 204 })
    const { person, history } = visit('/devices')
    await signOutByMenu(person)
    expect(await screen.findByText(words)).toBeTruthy()
    const { otherTab } = openOtherTab()
    api.signedOut()
    otherTab.postMessage({ ended })
    const asked = api.asked.length
    otherTab.postMessage('signed-in')
    await waitFor(() => expect(api.asked.length).toBeGreaterThan(asked))
    expect(screen.getByText(words)).toBeTruthy()
    expect(history.location.state.ended).toEqual({ code: 'signed_out' })
    otherTab.close()
  })

  it('is replaced by one that says more', async () => {
    api.signedOut()
    visit('/devices')
    expect(await screen.findByText('Sign in to continue.')).toBeTruthy()
    const { otherTab } = openOtherTab()
    otherTab.postMessage({ ended: { code: 'session_ended', reason: 'idle' } })
    expect(await screen.findByText("You were signed out because this device wasn't used for a while.")).toBeTruthy()
    otherTab.close()
  })
})

describe('signing out', () => {
  it.each([
    ['a live session', () => api.answer(signOut, { status: 204 })],
    ['a session that had ended', () => api.refuse(signOut, 'invalid_token', { status: 400 })],
  ])('leads to the sign-in page: %s', async (_name, arrange) => {
    api.signedIn()
    arrange()
    const { person, history } = visit('/devices')
    await signOutByMenu(person)
    expect(await screen.findByText('You are signed out.')).toBeTruthy()
    expect(history.location.href).toBe('/login')
  })

  const pending = /^You are signed out on this page\. Keep it open/

  async function signOutOffline() {
    api.signedIn()
    const visited = visit('/')
    await heading('Your account')
    api.disconnect(signOut)
    await signOutByMenu(visited.person)
    expect(await screen.findByText(pending)).toBeTruthy()
    api.asked.length = 0
    return visited
  }

  it('clears the page during an outage, and tells the server as soon as it can', async () => {
    api.signedIn()
    const { person, history } = visit('/')
    await heading('Your account')
    const { otherTab, received } = openOtherTab()
    api.disconnect()
    await signOutByMenu(person)
    expect(await screen.findByText(pending)).toBeTruthy()
    expect(await screen.findByText("Can't reach the server. We'll keep trying.")).toBeTruthy()
    expect(document.body.textContent).not.toContain(user.email)
    await waitFor(() => expect(received).toContain('signed-out'))
    api.answer(signOut, { status: 204 })
    api.answer(ready, { status: 200, data: { status: 'ok' } })
    api.answer(providers, { status: 200, data: [] })
    await person.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('You are signed out.')).toBeTruthy()
    await waitFor(() => expect(screen.queryByText(/Can't reach the server/)).toBeNull())
    expect(history.location.href).toBe('/login')
    otherTab.close()
  })

  it('shows nothing of the person and lets no one in before it reaches the server', async () => {
    const { person, history } = await signOutOffline()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 })
    history.push('/devices')
    await waitFor(() => expect(history.location.href).toBe('/devices'))
    expect(api.asked).not.toContain(`GET ${currentSession.path}`)
    api.on(signOut, () => {
      api.signedOut()
      return new Response(null, { status: 204 })
    })
    await person.click(screen.getByRole('button', { name: 'Try again' }))
    await heading('Sign in')
    const inOrder = [`DELETE ${signOut.path}`, `GET ${currentSession.path}`]
    expect(api.asked.filter(line => inOrder.includes(line)).slice(-2)).toEqual(inOrder)
  })

  it('is sent before a new sign-in, so that it ends only the old session', async () => {
    const { person } = await signOutOffline()
    api.answer(signOut, { status: 204 })
    api.answer(signIn, signInAnswer)
    await signInAs(person)
    await heading('Your account')
    expect(api.asked.filter(line => line.includes('/sessions/'))).toEqual([
      `DELETE ${signOut.path}`,
      `POST ${signIn.path}`,
    ])
  })

  it('is no longer sent after another tab has signed in', async () => {
    await signOutOffline()
    const { otherTab } = openOtherTab()
    otherTab.postMessage('signed-in')
    await heading('Your account')
    expect(api.asked).not.toContain(`DELETE ${signOut.path}`)
    otherTab.close()
  })

  it('says that nothing has changed if the server refuses it', async () => {
    api.signedIn()
    api.refuse(signOut, 'internal_error')
    const { person } = visit('/')
    await signOutByMenu(person)
    expect(await screen.findByText(/^You are still signed in\. Something went wrong on our side/)).toBeTruthy()
    await heading('Your account')
  })
})

describe('an outage', () => {
  it('is watched by one call, even after several failed actions', async () => {
    api.signedOut()
    api.answer(signIn, signInAnswer)
    const { person } = visit('/login')
    await heading('Sign in')
    await waitFor(() => expect(api.asked).toContain(`GET ${currentSession.path}`))
    api.disconnect()
    await signInAs(person)
    for (let attempt = 1; attempt <= 3; attempt++) {
      await waitFor(() => expect(api.asked.filter(line => line.includes('sign_in'))).toHaveLength(attempt))
      await person.click(await screen.findByRole('button', { name: 'Sign in' }))
    }
    const again = await screen.findByRole('button', { name: 'Try again' })
    api.answer(ready, { status: 200, data: { status: 'ok' } })
    api.asked.length = 0
    await person.click(again)
    await waitFor(() => expect(screen.queryByText(/We'll keep trying/)).toBeNull())
    expect(api.asked).toEqual([`GET ${ready.path}`])
    // The pressed button is gone.
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 })))
  })

  it('keeps a first visit waiting, before it is known who is signed in', async () => {
    api.signedIn()
    api.disconnect()
    const { person, history } = visit('/devices')
    expect(await screen.findByText("Can't reach the server. We'll keep trying.")).toBeTruthy()
    api.signedIn()
    await person.click(screen.getByRole('button', { name: 'Try again' }))
    await heading('Devices')
    expect(history.location.href).toBe('/devices')
  })

  it('signs no one out: the page waits for the server, and opens when the server is back', async () => {
    api.signedIn()
    api.disconnect(passwordState)
    const { person, history } = visit('/')
    expect(await screen.findByText("Can't reach the server. You're still signed in. We'll keep trying.")).toBeTruthy()
    expect(history.location.href).toBe('/security')
    api.signedIn()
    await person.click(screen.getByRole('button', { name: 'Try again' }))
    await heading('Your account')
    expect(screen.queryByText(/Can't reach the server/)).toBeNull()
  })
})
