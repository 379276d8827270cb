import {
  identities,
  type LinkStep,
  linkAtSignIn,
  mailLinkCode,
  pendingSignInWith,
  providerProblems,
  unlinkIdentity,
} from '@latchkey/contracts/auth/identities'
import { providers } from '@latchkey/contracts/auth/listed-providers'
import { signInWith } from '@latchkey/contracts/auth/sign-in-with'
import { screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aSession, fakeApi, user } from '../../../testing/fake-api.ts'
import { heading, visit } from '../../../testing/visit.tsx'

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
  api.signedOut()
})
afterEach(() => {
  localStorage.clear()
  sessionStorage.clear()
})

const id = '019ab000-0000-7000-8000-000000000061'
const google = { id: 'google', label: 'Google', mark: 'google' }
const harbour = { id: 'harbour', label: 'Harbour', mark: 'new' }
const offer = () => api.answer(providers, { status: 200, data: [google, harbour] })
const button = (name: string | RegExp) => screen.findByRole('button', { name })
const pending = `/login?with=google&pending=${id}`

describe('the buttons of providers', () => {
  it('are not there without a provider, and the server is asked once', async () => {
    visit('/login')
    await heading('Sign in')
    await waitFor(() => expect(api.asked).toContain('GET /api/providers'))
    expect(screen.queryByText('or')).toBeNull()
  })

  it.each(['/login', '/sign-up'])('are on %s, and lead to the page of the provider', async path => {
    offer()
    const sent: unknown[] = []
    api.on(signInWith, body => {
      sent.push(body)
      return Response.json({ data: { url: '#the-provider' } })
    })
    const { person } = visit(`${path}?return=%2Fdevices`)
    await button('Continue with Harbour')
    await person.click(await button('Continue with Google'))
    await waitFor(() => expect(window.location.hash).toBe('#the-provider'))
    expect(sent).toEqual([{ remember: false, return: '/devices' }])
    expect({ ...localStorage }).toEqual({ 'latchkey-provider': 'google' })
  })

  it('come after an outage', async () => {
    api.disconnect(providers)
    visit('/login')
    await waitFor(() => expect(api.asked).toContain('GET /api/providers'))
    offer()
    expect(await screen.findByRole('button', { name: 'Continue with Google' }, { timeout: 10_000 })).toBeTruthy()
  })

  it('mark the one that was used last', async () => {
    offer()
    localStorage.setItem('latchkey-provider', 'harbour')
    visit('/login')
    await button('Continue with Harbour Last used')
    await button('Continue with Google')
  })

  it('say that a provider does not answer, which is no outage of the server', async () => {
    offer()
    api.refuse(signInWith, 'provider_unavailable')
    const { person } = visit('/login')
    await person.click(await button('Continue with Google'))
    expect(await screen.findByText(/^Google doesn't answer right now/)).toBeTruthy()
    expect(screen.queryByText(/Can't reach the server/)).toBeNull()
    expect(await button('Continue with Google')).toHaveProperty('ariaDisabled', 'false')
  })
})

describe('the way back from a provider', () => {
  it.each([...providerProblems, 'something_new'])('says in words what went wrong: %s', async code => {
    offer()
    const { history } = visit(`/login?with=google&problem=${code}`)
    const sentence = await screen.findByText(/Google|That took too long|We can't finish this/, {
      selector: '[role=alert]',
    })
    expect(sentence.textContent).toMatch(/^[A-Z].*\.$/)
    expect(history.location.href).toBe('/login')
  })

  it.each(['/login', '/confirmed'])('names no provider that is not there: %s', async path => {
    offer()
    visit(`${path}?with=old&problem=denied`)
    expect(await screen.findByText(/^That didn't work with this provider\./)).toBeTruthy()
  })

  it('says what went wrong if the server refuses to name the provider', async () => {
    api.refuse(providers, 'rate_limited')
    visit('/login?with=google&problem=denied')
    expect(await screen.findByText(/^That didn't work with this provider\./)).toBeTruthy()
  })

  it('tells a signed-in person among their linked accounts', async () => {
    api.signedIn()
    offer()
    const { history } = visit('/login?with=google&problem=expired')
    const section = within(await screen.findByRole('region', { name: 'Linked accounts' }))
    expect(await section.findByText(/^That took too long/)).toBeTruthy()
    expect(history.location.href).toBe('/security#linked')
  })

  it('goes on to the second step, which knows no address', async () => {
    const data = {
      challenge: 'lk_one',
      methods: ['totp' as const],
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
    }
    api.answer(pendingSignInWith, { status: 202, data })
    const { history } = visit(pending)
    await heading('Enter the code of your app')
    expect(history.location.href).toBe('/login/second-step')
  })

  it('begins again if the sign-in has ended', async () => {
    api.refuse(pendingSignInWith, 'invalid_challenge')
    visit(pending)
    await heading('Sign in')
    expect(await screen.findByText('This sign-in has ended. Sign in again.')).toBeTruthy()
  })
})

describe('the proof of an account before it is linked', () => {
  const ask = (methods: LinkStep['methods']) => {
    const expiresAt = new Date(Date.now() + 60_000).toISOString()
    const data = { challenge: 'lk_one', label: 'Google', email: user.email, methods, expiresAt }
    api.answer(pendingSignInWith, { status: 200, data })
    return visit(pending)
  }

  it('keeps a wrong password, and signs in with the right one', async () => {
    api.refuse(linkAtSignIn, 'invalid_credentials')
    const { person } = ask(['password', 'code'])
    await heading('You already have an account')
    await person.type(screen.getByLabelText('Password'), 'seven lanterns')
    await person.click(await button('Link and sign in'))
    expect(await screen.findByText('Wrong password.')).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('seven lanterns')
    api.on(linkAtSignIn, () => {
      api.signedIn()
      return Response.json({ data: { user, session: aSession({ current: true }) } })
    })
    await person.click(await button('Link and sign in'))
    await heading('Your account')
    expect(localStorage.getItem('latchkey-provider')).toBe('google')
  })

  it('mails a code when the person asks for it, after saying where to', async () => {
    api.answer(mailLinkCode, { status: 204 })
    const { person } = ask(['password', 'code'])
    await person.click(await button('Email me a code'))
    expect(screen.getByText(/^We'll email a code to/)).toBeTruthy()
    await person.click(await button('Send the code'))
    expect(await screen.findByLabelText('Code from the email')).toBeTruthy()
  })

  it('says nothing of an account where the provider did not prove the address', async () => {
    ask(['code'])
    await heading('Check your email')
    expect(screen.getByText(/We emailed a code to/).textContent).not.toContain('account')
    await button('Continue')
  })
})

describe('the linked accounts', () => {
  const identity = {
    ...{ id, provider: 'google', label: 'Google', mark: 'google', email: 'ada@example.net', usable: true },
    ...{ createdAt: '2026-11-23T14:02:00.000Z', lastUsedAt: null },
  }
  const section = async () => within(await screen.findByRole('region', { name: 'Linked accounts' }))
  beforeEach(() => api.signedIn())

  it('are no section without a provider and without an account', async () => {
    visit('/security')
    await heading('Your account')
    expect(screen.queryByRole('region', { name: 'Linked accounts' })).toBeNull()
  })

  it('say that one cannot be used now, and which can be linked', async () => {
    offer()
    api.answer(identities, { status: 200, data: [{ ...identity, usable: false }] })
    visit('/security')
    await (await section()).findByText("Can't be used now")
    expect((await section()).getByRole('button', { name: 'Link Harbour' })).toBeTruthy()
    expect((await section()).queryByRole('button', { name: 'Link Google' })).toBeNull()
  })

  it.each([
    ['?linked=google', 'Google is linked. It signs you in from now on.'],
    ['?linked=google&with=google&problem=taken', /^That Google account is linked to another account here/],
  ])('say once what the provider came back with: %s', async (search, sentence) => {
    offer()
    api.answer(identities, { status: 200, data: [identity] })
    const { history } = visit(`/security${search}`)
    expect(await (await section()).findByText(sentence)).toBeTruthy()
    expect(history.location.href).toBe('/security#linked')
  })

  it.each(['?linked=harbour', '?linked=You%20won', '?with=You%20won&problem=denied'])(
    'believe no address: %s',
    async search => {
      offer()
      api.answer(identities, { status: 200, data: [identity] })
      const { history } = visit(`/security${search}`)
      const part = await section()
      await waitFor(() => expect(history.location.href).toBe('/security#linked'))
      expect(part.getByRole('status').textContent).toBe('')
      expect(part.queryByText(/You won|is linked\.|You cancelled/)).toBeNull()
    },
  )

  it('keep the last way to sign in', async () => {
    api.answer(identities, { status: 200, data: [identity] })
    api.refuse(unlinkIdentity, 'last_factor')
    const { person } = visit('/security')
    await person.click(await (await section()).findByRole('button', { name: 'Unlink Google, ada@example.net' }))
    await person.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Unlink' }))
    expect(await screen.findByText(/This is your last way to sign in/)).toBeTruthy()
  })
})

describe('the tab that confirmed a session, or signed in again', () => {
  it('tells the other tabs', async () => {
    api.signedIn()
    const other = new BroadcastChannel('latchkey')
    const told: unknown[] = []
    other.addEventListener('message', ({ data }) => told.push(data))
    visit('/confirmed')
    await heading("That's done")
    await waitFor(() => expect(told).toEqual(expect.arrayContaining(['confirmed', 'signed-in'])))
    other.close()
  })

  it.each([
    ['/confirmed', /^That didn't work with this provider/],
    ['/confirmed?with=google&problem=denied', /^You cancelled, or Google said no/],
  ])('says that it went wrong: %s', async (path, sentence) => {
    offer()
    visit(path)
    await heading("That didn't work")
    expect(screen.getByText(sentence)).toBeTruthy()
  })
})
