import { changeName, confirmEmail } from '@latchkey/contracts/auth/account'
import { factors, removeFactor } from '@latchkey/contracts/auth/factors'
import { acceptedPasskeys, addPasskey, newPasskeyOptions } from '@latchkey/contracts/auth/passkeys'
import { screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeApi, noFactors, user } from '../../../testing/fake-api.ts'
import { creationOptions, fakePasskeys } from '../../../testing/fake-passkeys.ts'
import { fakeSignals, fakeWaitingPasskeys } from '../../../testing/fake-waiting-passkeys.ts'
import { heading, visit } from '../../../testing/visit.tsx'

const id = '019ab000-0000-7000-8000-0000000000bb'
const passkey = {
  id,
  name: 'Laptop',
  synced: true,
  signsInAlone: true,
  createdAt: '2026-11-23T14:02:00.000Z',
  lastUsedAt: null,
}

let api: ReturnType<typeof fakeApi>
let told: unknown[]
beforeEach(() => {
  api = fakeApi()
  api.signedIn()
  const names = { name: 'ada@example.com', displayName: 'Ada' }
  api.answer(acceptedPasskeys, {
    status: 200,
    data: { rpId: 'localhost', userId: 'YWRh', ...names, credentialIds: [] },
  })
  fakeWaitingPasskeys()
  told = fakeSignals()
})

describe('the password manager hears of', () => {
  it('a passkey that was added', async () => {
    fakePasskeys()
    told = fakeSignals()
    api.answer(newPasskeyOptions, { status: 200, data: { challenge: 'lk_challenge', options: creationOptions } })
    api.answer(addPasskey, { status: 200, data: { passkey } })
    const { person } = visit('/security/passkey')
    await person.click(await screen.findByRole('button', { name: 'Create a passkey' }))
    await heading('Your account')
    await waitFor(() => expect(told).toMatchObject([{ signalAllAcceptedCredentials: { userId: 'YWRh' } }]))
  })

  it('a passkey that was removed', async () => {
    api.answer(factors, { status: 200, data: { ...noFactors, passkeys: [passkey] } })
    api.answer(removeFactor, { status: 204 })
    const { person } = visit('/security')
    await person.click(await screen.findByRole('button', { name: 'Remove Laptop' }))
    await person.click(screen.getByRole('button', { name: 'Remove' }))
    await waitFor(() => expect(told).toMatchObject([{ signalAllAcceptedCredentials: { userId: 'YWRh' } }]))
  })

  it('a name that was changed', async () => {
    api.answer(changeName, { status: 200, data: { ...user, name: 'Ada Lovelace' } })
    const { person } = visit('/settings')
    await person.type(await screen.findByRole('textbox', { name: 'Name' }), ' Lovelace')
    await person.click(screen.getByRole('button', { name: 'Save name' }))
    await waitFor(() => expect(told).toMatchObject([{ signalCurrentUserDetails: { displayName: 'Ada' } }]))
  })

  it('an address that was changed', async () => {
    api.answer(confirmEmail, { status: 200, data: { ...user, email: 'new@example.com' } })
    const { person } = visit('/confirm-email#token=lk_secret')
    await person.click(await screen.findByRole('button', { name: 'Use the new address' }))
    await heading('Your address is changed')
    await waitFor(() => expect(told).toMatchObject([{ signalCurrentUserDetails: { name: 'ada@example.com' } }]))
  })

  it('nothing if the change was refused', async () => {
    api.refuse(changeName, 'unavailable')
    const { person } = visit('/settings')
    await person.type(await screen.findByRole('textbox', { name: 'Name' }), ' Lovelace')
    await person.click(screen.getByRole('button', { name: 'Save name' }))
    await screen.findAllByText(/server/)
    expect(told).toEqual([])
  })
})
