import { listActivity } from '@latchkey/contracts/auth/activity'
import { signOut } from '@latchkey/contracts/auth/sessions'
import { screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeApi, problem } from '../../../testing/fake-api.ts'
import { heading, openOtherTab, signOutByMenu, visit } from '../../../testing/visit.tsx'

let api: ReturnType<typeof fakeApi>
let isSignedOut: boolean

beforeEach(() => {
  api = fakeApi()
  api.signedIn()
  isSignedOut = false
  api.on(signOut, () => {
    isSignedOut = true
    api.signedOut()
    return new Response(null, { status: 204 })
  })
})

describe('a sign-out while the page still loads', () => {
  it('waits for what is under way, so that nothing is refused', async () => {
    const answer = Promise.withResolvers<void>()
    api.on(listActivity, async () => {
      await answer.promise
      return isSignedOut ? problem('missing_token') : Response.json({ data: { events: [], next: null } })
    })
    const { otherTab, received } = openOtherTab()
    const { person } = visit('/security')
    await signOutByMenu(person)
    await screen.findByText('Signing out…')
    expect(isSignedOut).toBe(false)
    answer.resolve()
    await heading('Sign in')
    expect(isSignedOut).toBe(true)
    await waitFor(() => expect(received).toEqual(['signed-out']))
    otherTab.close()
  })

  it('is sent at once if the person leaves the page', async () => {
    api.on(listActivity, () => new Promise(() => undefined))
    const { person } = visit('/security')
    await signOutByMenu(person)
    await screen.findByText('Signing out…')
    expect(isSignedOut).toBe(false)
    window.dispatchEvent(new Event('pagehide'))
    // No timer of a page runs any more once it is left.
    await new Promise(resolve => setTimeout(resolve))
    expect(isSignedOut).toBe(true)
  })

  it('does not wait long', async () => {
    api.on(listActivity, () => new Promise(() => undefined))
    const { person } = visit('/security')
    await signOutByMenu(person)
    await heading('Sign in')
    expect(isSignedOut).toBe(true)
  })
})
