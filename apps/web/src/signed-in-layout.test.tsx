import { currentSession } from '@latchkey/contracts/auth/sessions'
import { screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { aSession, fakeApi, user } from '../testing/fake-api.ts'
import { heading, visit } from '../testing/visit.tsx'

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
  api.signedIn()
})

const currentPlace = () =>
  within(screen.getByRole('navigation', { name: 'Pages of your account' })).getByRole('link', { current: true })
const wayBack = () => within(screen.getByRole('main')).queryByRole('link', { name: /^(Your account|Settings)$/ })

describe('a page below another page of the account', () => {
  it.each([
    ['/security/app', 'Overview', 'Your account', '/security'],
    ['/security/recovery-codes', 'Overview', 'Your account', '/security'],
    ['/confirm-email', 'Settings', 'Settings', '/settings'],
  ])('%s marks the place %s, and leads back', async (path, place, name, to) => {
    visit(path)
    await screen.findByRole('heading', { level: 1 })
    expect(currentPlace().textContent).toBe(place)
    expect(wayBack()?.textContent).toBe(name)
    expect(wayBack()?.getAttribute('href')).toBe(to)
  })

  it('has no way back for a person who must add a factor first', async () => {
    api.answer(currentSession, {
      status: 200,
      data: { user, session: aSession(), mustAddFactor: true, isAdmin: false },
    })
    visit('/security/app')
    await heading('Add an authenticator app')
    expect(wayBack()).toBeNull()
  })
})
