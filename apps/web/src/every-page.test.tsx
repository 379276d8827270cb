import { currentSession } from '@latchkey/contracts/auth/sessions'
import { readPrivate } from '@latchkey/contracts/product/example'
import { screen } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { aSession, fakeApi, user } from '../testing/fake-api.ts'
import { inEnglish, visit } from '../testing/visit.tsx'
import { createApp } from './app.tsx'

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
})

// From the router, so that no page is missed.
const signedInPaths = createApp({ catalogue: inEnglish() })
  .router.routes.filter(({ layout }) => layout)
  .map(({ path }) => path)

describe('every page', () => {
  it.each(signedInPaths)('for signed-in people has a sign-out button: %s', async path => {
    api.signedIn()
    const { person } = visit(path)
    await person.click(await screen.findByRole('button', { name: /^Account menu/ }))
    expect(screen.getByRole('button', { name: 'Sign out' })).toBeTruthy()
  })

  it('shows text that looks like markup as text', async () => {
    const name = '<img src=x onerror="alert(1)"><script>alert(2)</script>&amp;'
    api.signedIn()
    api.answer(currentSession, {
      status: 200,
      data: { mustAddFactor: false, isAdmin: false, user: { ...user, name }, session: aSession({ current: true }) },
    })
    api.answer(readPrivate, { status: 200, data: { message: `Only for you, ${name}.` } })
    visit('/example')
    expect(await screen.findByText(`Only for you, ${name}.`)).toBeTruthy()
    expect(document.querySelectorAll('[onerror], script')).toHaveLength(0)
  })

  it('accepts a pasted password', async () => {
    api.signedOut()
    const { person } = visit('/login')
    const input = await screen.findByLabelText<HTMLInputElement>('Password')
    await person.click(input)
    await person.paste('from a manager of passwords')
    expect(input.value).toBe('from a manager of passwords')
    expect(input.autocomplete).toBe('current-password')
  })
})
