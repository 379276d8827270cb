import { changeEmail } from '@latchkey/contracts/auth/account'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { live } from '@latchkey/contracts/platform/health'
import { screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeApi, problem } from '../../../testing/fake-api.ts'
import { visit } from '../../../testing/visit.tsx'

/** Whether the server has the file of the dialog, as the page's version of the app names it. */
const files = vi.hoisted(() => ({ hasDialog: true }))

vi.mock('./proof-dialog.tsx', async original => {
  const { ProofDialog } = await original<typeof import('./proof-dialog.tsx')>()
  return {
    get ProofDialog() {
      if (!files.hasDialog) throw new TypeError('Failed to fetch dynamically imported module')
      return ProofDialog
    },
  }
})

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  files.hasDialog = false
  api = fakeApi()
  api.signedIn()
  api.answer(live, { status: 200, data: { status: 'ok' } })
})

const newAddress = () => screen.findByLabelText<HTMLInputElement>('New email address')
const dialog = async (name: string) => within(await screen.findByRole('alertdialog', { name }))
const failed = () => dialog("This dialog can't be shown")

/** Asks for a change that needs the password again. */
async function askForAddress() {
  let confirmed = false
  api.on(confirm, () => {
    confirmed = true
    return Response.json({ data: { confirmedUntil: '2026-11-23T14:12:00.000Z' } })
  })
  api.on(changeEmail, () =>
    confirmed
      ? Response.json({ data: { email: 'new@example.com' } }, { status: 202 })
      : problem('confirmation_required'),
  )
  const { person } = visit('/settings')
  await person.type(await newAddress(), 'new@example.com')
  await person.click(screen.getByRole('button', { name: 'Send the link' }))
  return person
}

describe('a dialog for a proof whose files are missing', () => {
  it('says so, keeps what was typed, and can be loaded again', async () => {
    const person = await askForAddress()
    await (await failed()).findByText(/What you typed is still here/)
    expect((await newAddress()).value).toBe('new@example.com')
    files.hasDialog = true
    await person.click((await failed()).getByRole('button', { name: 'Try again' }))
    const asking = await dialog('Enter your password again')
    await person.type(asking.getByLabelText('Password'), 'correct horse battery')
    await person.click(asking.getByRole('button', { name: 'Confirm' }))
    expect(await screen.findByText(/We sent a link to new@example.com/)).toBeTruthy()
  })

  it('gives the change up on request, and the page stays', async () => {
    const person = await askForAddress()
    await person.click((await failed()).getByRole('button', { name: 'Cancel' }))
    expect(screen.queryByRole('alertdialog')).toBeNull()
    expect((await newAddress()).value).toBe('new@example.com')
    expect(api.asked.filter(line => line === `${changeEmail.method} ${changeEmail.path}`)).toHaveLength(1)
  })
})
