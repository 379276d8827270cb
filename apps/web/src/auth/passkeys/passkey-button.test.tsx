import { passkeyOptions, signInWithPasskey } from '@latchkey/contracts/auth/passkeys'
import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { fakeApi } from '../../../testing/fake-api.ts'
import { fakePasskeys, requestOptions } from '../../../testing/fake-passkeys.ts'
import { visit } from '../../../testing/visit.tsx'

it.each([
  ['invalid_factor', {}, /This passkey did not work/],
  ['invalid_factor', { reason: 'disputed', detail: 'Choose a new password.' }, /^Choose a new password\.$/],
] as const)('the button to sign in with a passkey explains %s %j', async (code, more, sentence) => {
  const api = fakeApi()
  api.signedOut()
  fakePasskeys()
  api.answer(passkeyOptions, { status: 200, data: { challenge: 'lk_challenge', options: requestOptions } })
  api.refuse(signInWithPasskey, code, more)
  const { person } = visit('/login')
  await person.click(await screen.findByRole('button', { name: 'Sign in with a passkey' }))
  expect(await screen.findByText(sentence)).toBeTruthy()
})
