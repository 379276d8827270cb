import { passwordState } from '@latchkey/contracts/auth/account'
import { listSessions } from '@latchkey/contracts/auth/devices'
import { screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { aSession, fakeApi } from '../testing/fake-api.ts'
import { heading, visit } from '../testing/visit.tsx'

/** Answers once the test says so. */
function later(answer: unknown) {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { handler: () => promise.then(() => Response.json(answer)), resolve }
}

describe('the heading of a page that a person opens', () => {
  it('gets the focus', async () => {
    fakeApi().signedIn()
    const { person } = visit('/')
    const first = await heading('Your account')
    expect(document.activeElement).toBe(document.body)
    expect(first.isConnected).toBe(true)
    await person.click(screen.getByRole('link', { name: 'Devices' }))
    const opened = await heading('Devices')
    await waitFor(() => expect(document.activeElement).toBe(opened))
  })

  it('gets the focus once it is there, however long the page takes', async () => {
    const api = fakeApi()
    api.signedIn()
    const { person } = visit('/settings')
    await heading('Settings')
    const sessions = later({ status: 200, data: [aSession({ current: true })] })
    api.on(listSessions, sessions.handler)
    await person.click(screen.getByRole('link', { name: 'Devices' }))
    await screen.findByText('Loading…')
    sessions.resolve()
    const opened = await heading('Devices')
    await waitFor(() => expect(document.activeElement).toBe(opened))
  })

  it('gets the focus, too, if the page before had not loaded yet', async () => {
    const api = fakeApi()
    api.signedIn()
    api.on(passwordState, () => new Promise(() => {}))
    const { person } = visit('/')
    await person.click(await screen.findByRole('link', { name: 'Devices' }))
    const opened = await heading('Devices')
    await waitFor(() => expect(document.activeElement).toBe(opened))
  })
})
