import { addPasskey, newPasskeyOptions } from '@latchkey/contracts/auth/passkeys'
import { screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { fakeApi } from '../../../testing/fake-api.ts'
import { creationOptions, fakePasskeys } from '../../../testing/fake-passkeys.ts'
import { heading, visit } from '../../../testing/visit.tsx'

const passkey = {
  id: '019ab000-0000-7000-8000-0000000000bb',
  name: 'Laptop',
  synced: true,
  signsInAlone: true,
  createdAt: '2026-11-23T14:02:00.000Z',
  lastUsedAt: null,
}

it('the first passkey brings recovery codes, and the focus moves to them', async () => {
  const api = fakeApi()
  api.signedIn()
  fakePasskeys()
  api.answer(newPasskeyOptions, { status: 200, data: { challenge: 'lk_challenge', options: creationOptions } })
  api.answer(addPasskey, { status: 200, data: { passkey, recoveryCodes: ['k7wq-4mzt-9hb0'] } })
  const { person } = visit('/security/passkey')
  await person.click(await screen.findByRole('button', { name: 'Create a passkey' }))
  const codes = await heading('Recovery codes')
  await waitFor(() => expect(document.activeElement).toBe(codes))
})
