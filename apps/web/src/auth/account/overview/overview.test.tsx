import { listActivity } from '@latchkey/contracts/auth/activity'
import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { anEvent, aPhone, aSession, fakeApi } from '../../../../testing/fake-api.ts'
import { visit } from '../../../../testing/visit.tsx'

const iconsIn = (part: HTMLElement) =>
  [...part.querySelectorAll('use')].map(use => use.getAttribute('href')?.replace('#icon-', ''))

describe('the overview', () => {
  it('shows the last three events as the activity page does, with icon, device and place', async () => {
    const api = fakeApi()
    api.signedIn()
    const events = [
      anEvent(4, { at: new Date().toISOString(), current: true, newDevice: true }),
      anEvent(3, { kind: 'sign_in_failed', about: null, place: { city: 'Munich', country: 'DE' } }),
      anEvent(2, { kind: 'password_changed' }),
      anEvent(1),
    ]
    api.answer(listActivity, { status: 200, data: { events, next: null } })
    visit('/security')
    const latest = await screen.findByRole('region', { name: 'What happened last' })
    await within(latest).findAllByRole('listitem')
    expect(iconsIn(latest)).toEqual(['sign-in', 'warning', 'password'])
    const [first, second] = within(latest).getAllByRole('listitem')
    expect(first?.textContent).toMatch(/^Signed in on Firefox on Linuxjust now.* · 203\.0\.113\.7 · This session$/)
    expect(second?.textContent).toMatch(/refused.* · Firefox on Linux · Munich, Germany$/)
  })

  it('shows this device as a card', async () => {
    fakeApi().signedIn([aSession({ current: true, device: aPhone, name: 'My phone' })])
    visit('/security')
    const card = await screen.findByRole('region', { name: 'This device' })
    expect(within(card).getByRole('heading', { name: 'My phone' })).toBeTruthy()
    expect(iconsIn(card)).toEqual(['phone'])
  })
})
