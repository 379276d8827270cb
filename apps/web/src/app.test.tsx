import { currentSession, listSessions, revokeSession, signOut } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { ready } from '@latchkey/contracts/platform/health'
import { readPrivate } from '@latchkey/contracts/product/example'
import { screen, waitFor, within } from '@testing-library/react'
import type userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aSession, fakeApi, problem, user } from '../testing/fake-api.ts'
import { description, heading, openOtherTab, visit } from '../testing/visit.tsx'

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
  it('names what is missing, beside the field and in a summary that takes the focus', async () => {
    api.signedOut()
    const { person } = visit('/login')
    await person.click(await screen.findByRole('button', { name: 'Sign in' }))
    expect(description(screen.getByLabelText('Email address'))).toBe('Enter your email address.')
    expect(description(screen.getByLabelText('Password'))).toBe('Enter your password.')
    const summary = screen.getByRole('group', { name: 'There is a problem' })
    expect(description(summary)).toBe('Something is missing or not right yet: Email address, Password.')
    expect(document.activeElement).toBe(summary)
    await person.click(screen.getByRole('link', { name: 'Password' }))
    expect(document.activeElement).toBe(screen.getByLabelText('Password'))
  })

  it('keeps what was typed after a wrong attempt, the password too', async () => {
    api.signedOut()
    api.refuse(signIn, 'invalid_credentials')
    const { person, history } = visit('/login')
    await signInAs(person, ' wrong ')
    expect(await screen.findByText(/^That address and password don't match\. Check both, or/)).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Email address').value).toBe('ada@example.com')
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe(' wrong ')
    expect(history.location.pathname).toBe('/login')
  })

  it('says when it may be tried again, and keeps what was typed', async () => {
    api.signedOut()
    api.refuse(signIn, 'rate_limited', { retryAfterSeconds: 60 })
    const { person } = visit('/login')
    await signInAs(person)
    const summary = await screen.findByRole('group', { name: 'There is a problem' })
    expect(description(summary)).toMatch(/^Too many attempts\. Try again at \d\d:\d\d, or reset the password\.$/)
    expect(document.activeElement).toBe(summary)
    const { dateTime } = screen.getByText<HTMLTimeElement>(/^\d\d:\d\d$/)
    const waitMs = Date.parse(dateTime) - Date.now()
    expect(waitMs).toBeGreaterThan(55_000)
    expect(waitMs).toBeLessThanOrEqual(120_000)
    expect(screen.getByLabelText<HTMLInputElement>('Email address').value).toBe('ada@example.com')
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('correct horse battery')
  })

  it('says so once it may be tried again, and how to come in otherwise', async () => {
    api.signedOut()
    api.refuse(signIn, 'rate_limited', { retryAfterSeconds: 1 })
    const { person } = visit('/login')
    await signInAs(person)
    expect(await screen.findByText(/^You can try again now, or/)).toBeTruthy()
    expect(screen.queryByText(/Too many attempts/)).toBeNull()
    await person.click(screen.getByRole('link', { name: 'reset the password' }))
    await heading('Reset your password')
    expect(screen.getByLabelText<HTMLInputElement>('Email address').value).toBe('ada@example.com')
  })

  it('says so when the browser drops the cookie, as Safari does on http://localhost', async () => {
    api.signedOut()
    api.answer(signIn, signInAnswer)
    const { person, history } = visit('/login')
    await signInAs(person)
    expect(await screen.findByText(/did not keep the sign-in cookie/)).toBeTruthy()
    expect(history.location.pathname).toBe('/login')
  })

  it('signs in once, however often the button is pressed, and goes on to where somebody wanted to go', async () => {
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

  it('lets nobody out to another site', async () => {
    api.signedIn()
    const { history } = visit('/login?return=%2F%5Cevil.example')
    await heading('You are signed in')
    expect(history.location.href).toBe('/')
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
    expect(await screen.findByText('You were signed out: this device was not used for a while.')).toBeTruthy()
    expect(history.location.href).toBe('/login?return=%2Fdevices')
  })

  it('leads there from an action too', async () => {
    api.signedIn([
      aSession({ current: true }),
      aSession({ id: aSession().id.replace(/1$/, '2'), device: { browser: 'Safari', os: 'iOS' } }),
    ])
    api.refuse(revokeSession, 'session_ended', { reason: 'revoked_by_admin' })
    const { person } = visit('/devices')
    await person.click(await screen.findByRole('button', { name: /Sign out Safari on iOS/ }))
    await person.click(await within(await screen.findByRole('alertdialog')).findByRole('button', { name: 'Sign out' }))
    expect(await screen.findByText('You were signed out by an administrator.')).toBeTruthy()
  })

  it.each([
    ['at once', 0],
    ['later, when the page asks again who is there', 60_000],
  ])('says so where the cookie is gone, in this tab and to the others: %s', async (_name, pauseMs) => {
    api.signedIn()
    const { person, history } = visit('/')
    await heading('You are signed in')
    const { otherTab, heard } = openOtherTab()
    for (const endpoint of [currentSession, listSessions]) api.refuse(endpoint, 'missing_token')
    vi.setSystemTime(Date.now() + pauseMs)
    await person.click(screen.getByRole('link', { name: 'Devices' }))
    expect(await screen.findByText('You are signed out in this browser. Sign in to continue.')).toBeTruthy()
    expect(history.location.href).toBe('/login?return=%2Fdevices')
    await waitFor(() => expect(heard).toEqual([{ ended: { code: 'token_lost' }, sessionId: aSession().id }]))
    otherTab.close()
  })

  it('accuses nobody on a first visit, and has nothing to tell other tabs', async () => {
    api.signedOut()
    const { otherTab, heard } = openOtherTab()
    visit('/devices')
    expect(await screen.findByText('Sign in to continue.')).toBeTruthy()
    // What is sent is heard in turn: had anything been sent before this, it would stand first.
    const lastTab = new BroadcastChannel('latchkey')
    lastTab.postMessage('last')
    await waitFor(() => expect(heard).toEqual(['last']))
    for (const tab of [otherTab, lastTab]) tab.close()
  })

  it('tells the other tabs why, also when the page has just been loaded', async () => {
    api.refuse(currentSession, 'session_ended', { reason: 'idle' })
    const { otherTab, heard } = openOtherTab()
    visit('/devices')
    expect(await screen.findByText('You were signed out: this device was not used for a while.')).toBeTruthy()
    await waitFor(() => expect(heard[0]).toEqual({ ended: { code: 'session_ended', reason: 'idle' } }))
    otherTab.close()
  })

  it('is told of by another tab with its reason', async () => {
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
    ['of another session', { ended: { code: 'session_ended' }, sessionId: aSession().id.replace(/1$/, '2') }],
    ['with a code that nobody knows', { ended: { code: 'constructor' } }],
    ['with a reason that is none', { ended: { code: 'session_ended', reason: {} } }],
    ['that are nothing', null],
  ])('is not believed in words from another tab %s', async (_name, words) => {
    api.signedIn()
    const { history } = visit('/')
    await heading('You are signed in')
    const visited: string[] = []
    history.subscribe(() => visited.push(history.location.pathname))
    const { otherTab } = openOtherTab()
    otherTab.postMessage(words)
    const asked = api.asked.length
    // Heard after the words: by then they have been judged.
    otherTab.postMessage('signed-in')
    await waitFor(() => expect(api.asked.length).toBeGreaterThan(asked))
    await heading('You are signed in')
    expect(visited).not.toContain('/login')
    otherTab.close()
  })

  it('is told of by another tab', async () => {
    api.signedIn()
    visit('/')
    await heading('You are signed in')
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
  ])('stays "%s" where another tab knows less: %o', async (words, ended) => {
    api.signedIn()
    api.answer(signOut, { status: 204 })
    const { person, history } = visit('/devices')
    await person.click(await screen.findByRole('button', { name: 'Sign out' }))
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

  it('gives way to one that says more', async () => {
    api.signedOut()
    visit('/devices')
    expect(await screen.findByText('Sign in to continue.')).toBeTruthy()
    const { otherTab } = openOtherTab()
    otherTab.postMessage({ ended: { code: 'session_ended', reason: 'idle' } })
    expect(await screen.findByText('You were signed out: this device was not used for a while.')).toBeTruthy()
    otherTab.close()
  })
})

describe('signing out', () => {
  it.each([
    ['a session that lives', () => api.answer(signOut, { status: 204 })],
    ['one that had ended', () => api.refuse(signOut, 'invalid_token', { status: 400 })],
  ])('leads to the sign-in page: %s', async (_name, arrange) => {
    api.signedIn()
    arrange()
    const { person, history } = visit('/devices')
    await person.click(await screen.findByRole('button', { name: 'Sign out' }))
    expect(await screen.findByText('You are signed out.')).toBeTruthy()
    expect(history.location.href).toBe('/login')
  })

  const unheard = /^You are signed out on this page\. Your session ends when the server hears of it/

  async function signOutUnheard() {
    api.signedIn()
    const visited = visit('/')
    await heading('You are signed in')
    api.vanish(signOut)
    await visited.person.click(screen.getByRole('button', { name: 'Sign out' }))
    expect(await screen.findByText(unheard)).toBeTruthy()
    api.asked.length = 0
    return visited
  }

  it('clears the page where the server does not hear of it, and tells the server as soon as it can', async () => {
    api.signedIn()
    const { person, history } = visit('/')
    await heading('You are signed in')
    const { otherTab, heard } = openOtherTab()
    api.vanish()
    await person.click(screen.getByRole('button', { name: 'Sign out' }))
    expect(await screen.findByText(unheard)).toBeTruthy()
    expect(await screen.findByText("We can't reach the server. We keep trying.")).toBeTruthy()
    expect(document.body.textContent).not.toContain(user.email)
    await waitFor(() => expect(heard).toContain('signed-out'))
    api.answer(signOut, { status: 204 })
    api.answer(ready, { status: 200, data: { status: 'ok' } })
    await person.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('You are signed out.')).toBeTruthy()
    await waitFor(() => expect(screen.queryByText(/We can't reach the server/)).toBeNull())
    expect(history.location.href).toBe('/login')
    otherTab.close()
  })

  it('shows nothing of the person before the server has heard of it, and lets nobody in', async () => {
    const { person, history } = await signOutUnheard()
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
    expect(api.asked.filter(line => !line.includes('health')).slice(-2)).toEqual([
      `DELETE ${signOut.path}`,
      `GET ${currentSession.path}`,
    ])
  })

  it('is told before somebody signs in, so that it ends no session but the old one', async () => {
    const { person } = await signOutUnheard()
    api.answer(signOut, { status: 204 })
    api.answer(signIn, signInAnswer)
    await signInAs(person)
    await heading('You are signed in')
    expect(api.asked.filter(line => line.includes('/sessions/'))).toEqual([
      `DELETE ${signOut.path}`,
      `POST ${signIn.path}`,
    ])
  })

  it('is not told any more where another tab has signed in', async () => {
    await signOutUnheard()
    const { otherTab } = openOtherTab()
    otherTab.postMessage('signed-in')
    await heading('You are signed in')
    expect(api.asked).not.toContain(`DELETE ${signOut.path}`)
    otherTab.close()
  })

  it('says that nothing has changed where the server refuses it', async () => {
    api.signedIn()
    api.refuse(signOut, 'internal_error')
    const { person } = visit('/')
    await person.click(await screen.findByRole('button', { name: 'Sign out' }))
    expect(await screen.findByText(/^You are still signed in\. Something went wrong on our side/)).toBeTruthy()
    await heading('You are signed in')
  })
})

describe('an outage', () => {
  it('is watched by one call, however many actions have failed in it', async () => {
    api.signedOut()
    api.answer(signIn, signInAnswer)
    const { person } = visit('/login')
    await heading('Sign in')
    await waitFor(() => expect(api.asked).toHaveLength(1))
    api.vanish()
    await signInAs(person)
    for (let attempt = 1; attempt <= 3; attempt++) {
      await waitFor(() => expect(api.asked.filter(line => line.includes('sign_in'))).toHaveLength(attempt))
      await person.click(await screen.findByRole('button', { name: 'Sign in' }))
    }
    const again = await screen.findByRole('button', { name: 'Try again' })
    api.answer(ready, { status: 200, data: { status: 'ok' } })
    api.asked.length = 0
    await person.click(again)
    await waitFor(() => expect(screen.queryByText(/We keep trying/)).toBeNull())
    expect(api.asked).toEqual([`GET ${ready.path}`])
  })

  it('keeps a first visit waiting, when it is not even known who is there', async () => {
    api.signedIn()
    api.vanish()
    const { person, history } = visit('/devices')
    expect(await screen.findByText("We can't reach the server. We keep trying.")).toBeTruthy()
    api.signedIn()
    await person.click(screen.getByRole('button', { name: 'Try again' }))
    await heading('Devices')
    expect(history.location.href).toBe('/devices')
  })

  it('signs nobody out: the page waits for the server, and is there when the server is', async () => {
    api.signedIn()
    api.vanish(readPrivate)
    const { person, history } = visit('/')
    expect(await screen.findByText("We can't reach the server. You are still signed in; we keep trying.")).toBeTruthy()
    expect(history.location.href).toBe('/')
    api.signedIn()
    await person.click(screen.getByRole('button', { name: 'Try again' }))
    await heading('You are signed in')
    expect(screen.queryByText(/We can't reach the server/)).toBeNull()
  })
})

describe('the list of devices', () => {
  it('says that a device was already signed out, where another tab was quicker', async () => {
    const other = aSession({ id: aSession().id.replace(/1$/, '2'), device: { browser: 'Safari', os: 'iOS' } })
    api.signedIn([aSession({ current: true }), other])
    api.on(revokeSession, () => {
      api.signedIn()
      return problem('not_found')
    })
    const { person } = visit('/devices')
    await person.click(await screen.findByRole('button', { name: /Sign out Safari on iOS/ }))
    await person.click(await within(await screen.findByRole('alertdialog')).findByRole('button', { name: 'Sign out' }))
    expect(await screen.findByText('Safari on iOS was already signed out.')).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Sign out Safari on iOS/ })).toBeNull()
  })
})
