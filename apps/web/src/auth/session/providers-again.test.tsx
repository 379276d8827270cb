import { factors } from '@latchkey/contracts/auth/factors'
import { providers } from '@latchkey/contracts/auth/listed-providers'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signInWith } from '@latchkey/contracts/auth/sign-in-with'
import { screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aSession, fakeApi, noFactors } from '../../../testing/fake-api.ts'
import { FakeEventSource } from '../../../testing/fake-events.ts'
import { openOtherTab, visit } from '../../../testing/visit.tsx'

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
  api.signedIn()
  api.answer(factors, { status: 200, data: { ...noFactors, password: null } })
  api.answer(providers, { status: 200, data: [{ id: 'google', label: 'Google', mark: 'google' }] })
})
afterEach(() => {
  vi.unstubAllGlobals()
  localStorage.clear()
  sessionStorage.clear()
  window.location.hash = ''
})

const newAddress = () => screen.findByLabelText<HTMLInputElement>('New email address')
const dialog = async () => within(await screen.findByRole('alertdialog', { name: 'Sign in again' }))

/** A session that the provider ends while a form is half typed. */
async function endHalfTyped() {
  const { person } = visit('/settings')
  await person.type(await newAddress(), 'half@')
  await waitFor(() => expect(FakeEventSource.open).toHaveLength(1))
  api.refuse(currentSession, 'session_ended', { reason: 'signed_out_by_provider' })
  FakeEventSource.open[0]?.send('session_ended', { reason: 'signed_out_by_provider' })
  return { person, asking: await dialog() }
}

describe('signing in again with a provider, over a half-typed form', () => {
  it('needs no password of a person without one, and keeps what was typed', async () => {
    const { asking } = await endHalfTyped()
    expect(await asking.findByRole('button', { name: 'Continue with Google' })).toBeTruthy()
    expect(asking.queryByLabelText('Password')).toBeNull()
    api.signedIn([aSession({ id: aSession().id.replace(/1$/, '2'), current: true })])
    const { otherTab } = openOtherTab()
    otherTab.postMessage('signed-in')
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect((await newAddress()).value).toBe('half@')
    otherTab.close()
  })

  it('opens the provider in a tab of its own, which ends on the page that tells this one', async () => {
    const sent: unknown[] = []
    api.on(signInWith, body => {
      sent.push(body)
      return Response.json({ data: { url: 'https://provider.example/' } })
    })
    const opened: string[] = []
    vi.stubGlobal('open', () => ({ opener: window, location: { replace: (url: string) => opened.push(url) } }))
    const { person, asking } = await endHalfTyped()
    await person.click(await asking.findByRole('button', { name: 'Continue with Google' }))
    await asking.findByText('Go on in the new tab. This page continues by itself.')
    expect(opened).toEqual(['https://provider.example/'])
    expect(sent).toEqual([{ remember: false, return: '/confirmed' }])
  })

  it('goes on in this tab, if the browser opens no other, and comes back to this page', async () => {
    const sent: unknown[] = []
    api.on(signInWith, body => {
      sent.push(body)
      return Response.json({ data: { url: '#the-provider' } })
    })
    vi.stubGlobal('open', () => null)
    const { person, asking } = await endHalfTyped()
    await person.click(asking.getByRole('checkbox'))
    await person.click(await asking.findByRole('button', { name: 'Continue with Google' }))
    await person.click(await asking.findByRole('button', { name: 'Continue with Google in this tab' }))
    await waitFor(() => expect(window.location.hash).toBe('#the-provider'))
    expect(sent).toEqual([{ remember: true, return: '/settings' }])
  })

  it('is offered besides the password', async () => {
    api.answer(factors, { status: 200, data: noFactors })
    const { asking } = await endHalfTyped()
    expect(await asking.findByRole('button', { name: 'Continue with Google' })).toBeTruthy()
    expect(asking.getByLabelText('Password')).toBeTruthy()
  })

  it('leaves the password where no provider is set up', async () => {
    api.answer(providers, { status: 200, data: [] })
    const { asking } = await endHalfTyped()
    expect(await asking.findByLabelText('Password')).toBeTruthy()
  })
})
