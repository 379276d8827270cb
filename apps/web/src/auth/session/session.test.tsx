import { listSessions, revokeSession } from '@latchkey/contracts/auth/devices'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { aPhone, aSession, fakeApi, problem, user } from '../../../testing/fake-api.ts'
import { FakeEventSource } from '../../../testing/fake-events.ts'
import { heading, openOtherTab, visit } from '../../../testing/visit.tsx'

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
  api.signedIn()
})

const asked = (path: string) => api.asked.filter(line => line === `GET ${path}`).length

describe('a server event on an open page', () => {
  it('closes it at once with the reason, and tells the other tabs', async () => {
    const { history } = visit('/devices')
    await heading('Devices')
    const { otherTab, received } = openOtherTab()
    api.refuse(currentSession, 'missing_token')
    FakeEventSource.open[0]?.send('session_ended', { reason: 'revoked_by_you' })
    expect(await screen.findByText(/you ended this session in your list of devices/)).toBeTruthy()
    expect(history.location.href).toBe('/login?return=%2Fdevices')
    expect(FakeEventSource.open).toEqual([])
    await waitFor(() =>
      expect(received).toEqual([
        { ended: { code: 'session_ended', reason: 'revoked_by_you' }, sessionId: aSession().id },
      ]),
    )
    otherTab.close()
  })

  it('renews the list of devices, here and in the other tabs', async () => {
    visit('/devices')
    await heading('Devices')
    const { otherTab, received } = openOtherTab()
    const before = asked(listSessions.path)
    FakeEventSource.open[0]?.send('sessions_changed', {})
    await waitFor(() => expect(asked(listSessions.path)).toBe(before + 1))
    await waitFor(() => expect(received).toEqual(['sessions-changed']))
    otherTab.postMessage('sessions-changed')
    await waitFor(() => expect(asked(listSessions.path)).toBe(before + 2))
    otherTab.close()
  })

  it('says that another tab signed out, even before that tab says so', async () => {
    visit('/devices')
    await heading('Devices')
    api.signedOut()
    FakeEventSource.open[0]?.send('session_ended', { reason: 'signed_out' })
    expect(await screen.findByText('You signed out in another tab.')).toBeTruthy()
  })

  it('shows the person who is signed in when the stream is back', async () => {
    visit('/devices')
    await heading('Devices')
    const session = aSession({ id: aSession().id.replace(/1$/, '2'), current: true })
    api.signedIn([session])
    const grace = { ...user, id: user.id.replace(/a$/, 'b'), name: 'Grace Hopper', email: 'grace@example.com' }
    api.answer(currentSession, { status: 200, data: { mustAddFactor: false, isAdmin: false, user: grace, session } })
    FakeEventSource.open[0]?.dispatchEvent(new Event('error'))
    expect(await screen.findByText('Grace Hopper')).toBeTruthy()
    await waitFor(() => expect(FakeEventSource.open).toHaveLength(1))
  })

  it('keeps the page if the person signed in again in another tab', async () => {
    visit('/devices')
    await heading('Devices')
    api.signedIn([aSession({ id: aSession().id.replace(/1$/, '2'), current: true })])
    FakeEventSource.open[0]?.send('session_ended', { reason: 'replaced' })
    await waitFor(() => expect(FakeEventSource.open).toHaveLength(1))
    await heading('Devices')
  })
})

describe('a 401', () => {
  it('is checked once: another tab may just have received a new token', async () => {
    const other = aSession({ id: aSession().id.replace(/1$/, '2'), device: aPhone })
    api.signedIn([aSession({ current: true }), other])
    let tries = 0
    api.on(listSessions, () =>
      tries++ === 0 ? problem('invalid_token') : Response.json({ data: [aSession({ current: true }), other] }),
    )
    const { history } = visit('/devices')
    await heading('Devices')
    expect(tries).toBe(2)
    expect(history.location.href).toBe('/devices')
  })

  it('ends the session if the check fails too', async () => {
    // The overview would have loaded the list of devices already.
    visit('/settings')
    await heading('Settings')
    for (const endpoint of [currentSession, listSessions, revokeSession]) api.refuse(endpoint, 'invalid_token')
    screen.getByRole('link', { name: 'Devices' }).click()
    expect(await screen.findByText('You were signed out because this session is no longer valid.')).toBeTruthy()
  })

  it('signs no one out if the check meets an outage', async () => {
    const { history } = visit('/settings')
    await heading('Settings')
    api.refuse(listSessions, 'invalid_token')
    api.disconnect(currentSession)
    screen.getByRole('link', { name: 'Devices' }).click()
    expect(await screen.findByText(/You're still signed in. We'll keep trying/)).toBeTruthy()
    expect(history.location.pathname).not.toBe('/login')
  })
})
