import { askForFactorReset } from '@latchkey/contracts/auth/lost-factors'
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeApi, user } from '../../../testing/fake-api.ts'
import { heading, visit } from '../../../testing/visit.tsx'

const tenMinutesMs = 600_000

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
  api.signedOut()
  sessionStorage.clear()
  const expiresAt = new Date(Date.now() + tenMinutesMs).toISOString()
  const unfinished = { challenge: 'lk_challenge', methods: ['totp'], expiresAt, email: user.email, remember: false }
  sessionStorage.setItem('latchkey-sign-in', JSON.stringify(unfinished))
})

async function press() {
  const { person } = visit('/login/second-step?return=%2Fdevices')
  await person.click(await screen.findByText("I've lost all of these"))
  await person.click(screen.getByRole('button', { name: 'Request removal' }))
  return person
}
const ways = () => within(screen.getByText("I've lost all of these").closest('details') as HTMLElement)
const alert = () => ways().getByRole('alert').textContent

describe('a person who lost every second factor', () => {
  it('asks for their removal, and reads when it happens', async () => {
    const bodies: unknown[] = []
    api.on(askForFactorReset, body => {
      bodies.push(body)
      return Response.json({ data: { resetAt: '2026-12-05T09:00:00.000Z' } }, { status: 202 })
    })
    await press()
    const news = await screen.findByText('Removal requested')
    const status = news.closest('[role=status]')
    expect(status?.textContent).toContain('5 December')
    expect(document.activeElement).toBe(status)
    expect(bodies).toEqual([{ challenge: 'lk_challenge' }])
    expect(screen.queryByRole('button', { name: 'Request removal' })).toBeNull()
    expect(screen.getByLabelText('Code from the app')).toBeTruthy()
  })

  it.each([
    ['unavailable', /server/],
    ['internal_error', /went wrong/],
  ] as const)('reads why that failed (%s), and can try again', async (code, sentence) => {
    api.refuse(askForFactorReset, code)
    const person = await press()
    await waitFor(() => expect(alert()).toMatch(sentence))
    api.answer(askForFactorReset, { status: 202, data: { resetAt: '2026-12-05T09:00:00.000Z' } })
    await person.click(screen.getByRole('button', { name: 'Request removal' }))
    expect(await screen.findByText('Removal requested')).toBeTruthy()
  })

  it('reads when to try again after too many requests', async () => {
    api.refuse(askForFactorReset, 'rate_limited', { retryAfterSeconds: 840 })
    await press()
    await waitFor(() => expect(alert()).toMatch(/^Too many attempts\. Try again at/))
  })

  it('is led to the first step if the sign-in has ended', async () => {
    api.refuse(askForFactorReset, 'invalid_challenge')
    await press()
    await heading('Sign in')
    expect(screen.getByText(/^This sign-in has ended/)).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Email address').value).toBe(user.email)
    expect(window.location.search).toBe('?return=%2Fdevices')
    expect(sessionStorage.getItem('latchkey-sign-in')).toBeNull()
  })
})
