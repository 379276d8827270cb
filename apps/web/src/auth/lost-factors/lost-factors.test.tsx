import { factors } from '@latchkey/contracts/auth/factors'
import { cancelFactorReset, keepFactors } from '@latchkey/contracts/auth/lost-factors'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { aSession, fakeApi, noFactors, user } from '../../../testing/fake-api.ts'
import { heading, visit } from '../../../testing/visit.tsx'

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
})

describe('the button of the mail about lost factors', () => {
  it('does nothing before it is pressed, then keeps the factors and signs no one out', async () => {
    api.signedOut()
    const bodies: unknown[] = []
    api.on(keepFactors, body => {
      bodies.push(body)
      return new Response(null, { status: 204 })
    })
    const { person, history } = visit('/keep-factors#token=lk_secret')
    await heading('Keep your second factors')
    expect([bodies, history.location.href]).toEqual([[], '/keep-factors'])
    await person.click(screen.getByRole('button', { name: 'Keep my second factors' }))
    await waitFor(async () => expect(document.activeElement).toBe(await heading('Your second factors stay')))
    expect(bodies).toEqual([{ token: 'lk_secret' }])
  })

  it('says what may have happened if its link is no longer valid', async () => {
    api.signedOut()
    api.refuse(keepFactors, 'invalid_link')
    const { person } = visit('/keep-factors#token=lk_secret')
    await person.click(await screen.findByRole('button', { name: 'Keep my second factors' }))
    await heading('This link is no longer valid')
    expect(screen.getByRole('main').textContent).toContain('may be cancelled already')
  })
})

const asked = () => api.asked.filter(line => line === `GET ${factors.path}`).length

describe('every other page of a signed-in person', () => {
  it.each(['/example', '/settings', '/devices', '/activity', '/security/recovery-codes'])(
    'shows a removal of all second factors that waits, and cancels it: %s',
    async path => {
      api.signedIn()
      api.answer(factors, { status: 200, data: { ...noFactors, resetAt: '2026-12-01T09:00:00.000Z' } })
      api.answer(cancelFactorReset, { status: 204 })
      const { person } = visit(path)
      await person.click(await screen.findByRole('button', { name: 'Keep my second factors' }))
      await screen.findByText(/Your second factors stay\./)
      await waitFor(() => expect(screen.queryByText(/will be removed/)).toBeNull())
      await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 })))
      expect(asked()).toBe(1)
    },
  )

  it('asks once for all pages, and says nothing while no one asked', async () => {
    api.signedIn()
    const { person } = visit('/devices')
    await screen.findByRole('heading', { level: 1, name: 'Devices' })
    await person.click(screen.getByRole('link', { name: 'Settings' }))
    await screen.findByRole('heading', { level: 1, name: 'Settings' })
    await person.click(screen.getByRole('link', { name: 'Overview' }))
    await screen.findByRole('heading', { level: 1, name: 'Your account' })
    expect(screen.queryByText(/will be removed/)).toBeNull()
    expect(asked()).toBe(1)
  })

  it('is not asked for by a person who has to add a factor: nothing can wait', async () => {
    api.signedIn()
    api.answer(currentSession, {
      status: 200,
      data: { user, session: aSession({ current: true }), mustAddFactor: true, isAdmin: false },
    })
    visit('/security/app')
    await screen.findByRole('button', { name: 'Continue' })
    expect(asked()).toBe(0)
  })
})

describe('the page about security', () => {
  it('shows a removal of all second factors that waits, and cancels it', async () => {
    api.signedIn()
    api.answer(factors, { status: 200, data: { ...noFactors, resetAt: '2026-12-01T09:00:00.000Z' } })
    api.answer(cancelFactorReset, { status: 204 })
    const { person } = visit('/security')
    await screen.findByRole('heading', { name: 'Your second factors will be removed' })
    expect(screen.queryByText('Everything looks fine')).toBeNull()
    await person.click(screen.getByRole('button', { name: 'Keep my second factors' }))
    await screen.findByText(/Your second factors stay\./)
    await waitFor(() =>
      expect(screen.queryByRole('heading', { name: 'Your second factors will be removed' })).toBeNull(),
    )
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 })))
    expect(api.asked).toContain('DELETE /api/restricted/factors/reset')
  })

  it('says nothing of it while no one asked', async () => {
    api.signedIn()
    visit('/security')
    await screen.findByRole('heading', { level: 1 })
    expect(screen.queryByText(/will be removed/)).toBeNull()
  })

  it('keeps the notice and says why, if cancelling fails', async () => {
    api.signedIn()
    api.answer(factors, { status: 200, data: { ...noFactors, resetAt: '2026-12-01T09:00:00.000Z' } })
    api.refuse(cancelFactorReset, 'unavailable')
    const { person } = visit('/security')
    await person.click(await screen.findByRole('button', { name: 'Keep my second factors' }))
    await waitFor(() =>
      expect(screen.getByRole('main').querySelector('section [role=alert]')?.textContent).not.toBe(''),
    )
    expect(screen.getByRole('heading', { name: 'Your second factors will be removed' })).toBeTruthy()
  })
})
