import { screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { fakeApi } from '../../../testing/fake-api.ts'
import { fakePasskeys } from '../../../testing/fake-passkeys.ts'
import { visit } from '../../../testing/visit.tsx'
import { passkeySignIn } from './sign-in.ts'

vi.mock(import('./sign-in.ts'), () => ({ passkeySignIn: vi.fn() }))

it('the button loads its code again after that failed', async () => {
  fakeApi().signedOut()
  fakePasskeys()
  const open = vi.fn(async () => undefined)
  vi.mocked(passkeySignIn).mockImplementation(() => {
    throw new TypeError('Failed to fetch dynamically imported module')
  })
  const { person } = visit('/login')
  const button = await screen.findByRole('button', { name: 'Sign in with a passkey' })
  await person.click(button)
  expect(await screen.findByText(/Something went wrong/)).toBeTruthy()
  vi.mocked(passkeySignIn).mockReturnValue({ wait: () => undefined, open, end: () => undefined })
  await person.click(button)
  expect(open).toHaveBeenCalledOnce()
})
