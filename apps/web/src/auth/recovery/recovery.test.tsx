import { cancelEmailByLink } from '@latchkey/contracts/auth/account'
import { forgotPassword, keepAccount, notMe, resetPassword } from '@latchkey/contracts/auth/recovery'
import { act, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeApi, user } from '../../../testing/fake-api.ts'
import { heading, openOtherTab, visit } from '../../../testing/visit.tsx'

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
  api.signedOut()
})
afterEach(() => void vi.useRealTimers())

describe('a forgotten password', () => {
  it('is reported from the sign-in page with the typed address, and the answer reveals nothing', async () => {
    api.answer(forgotPassword, { status: 202, data: { email: user.email } })
    const { person, history } = visit('/login')
    await person.type(await screen.findByLabelText('Email address'), user.email)
    await person.click(screen.getByRole('link', { name: 'Forgot your password?' }))
    await waitFor(async () => expect(document.activeElement).toBe(await heading('Reset your password')))
    expect(screen.getByLabelText<HTMLInputElement>('Email address').value).toBe(user.email)
    await person.click(screen.getByRole('button', { name: 'Send the link' }))
    await heading('Check your email')
    expect(screen.getByRole('main').textContent).toContain(`If there is an account for ${user.email}`)
    expect(history.location.href).toBe('/forgot')
  })

  it('promises no second link, because a limit may apply, and says that the first one works', async () => {
    api.answer(forgotPassword, { status: 202, data: { email: user.email } })
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
    const { person } = visit('/forgot')
    await person.type(await screen.findByLabelText('Email address'), user.email)
    await person.click(screen.getByRole('button', { name: 'Send the link' }))
    const again = await screen.findByRole('button', { name: 'Resend the email' })
    await act(() => vi.advanceTimersByTimeAsync(30_000))
    await person.click(again)
    expect(
      await screen.findByText('If there is an account, we sent another email. The earlier link still works.'),
    ).toBeTruthy()
  })

  it('is replaced with a mailed link, which does not sign in', async () => {
    const bodies: unknown[] = []
    api.on(resetPassword, body => {
      bodies.push(body)
      return new Response(null, { status: 204 })
    })
    const { person, history } = visit('/reset#token=lk_secret&address=ada%40example.com')
    await heading('Choose a new password')
    expect(history.location.href).toBe('/reset')
    const username = document.querySelector<HTMLInputElement>('form [autocomplete=username]')
    expect([username?.type, username?.id, username?.value]).toEqual(['text', 'reset-username', 'ada@example.com'])
    await person.type(screen.getByLabelText('New password'), 'seven lanterns under a bridge')
    await person.click(screen.getByRole('button', { name: 'Change password' }))
    await heading('Your password is changed')
    expect(bodies).toEqual([{ token: 'lk_secret', password: 'seven lanterns under a bridge' }])
    await person.click(screen.getByRole('link', { name: 'Sign in' }))
    await heading('Sign in')
    expect(screen.getByLabelText<HTMLInputElement>('Email address').value).toBe('ada@example.com')
  })

  it('keeps its link for another attempt if the server asks for a better password', async () => {
    api.refuse(resetPassword, 'invalid_request', { fields: { password: 'Use at least 12 characters.' } })
    const { person } = visit('/reset#token=lk_secret')
    await person.type(await screen.findByLabelText('New password'), 'short')
    await person.click(screen.getByRole('button', { name: 'Change password' }))
    expect(await screen.findByText('Use at least 12 characters.')).toBeTruthy()
    api.answer(resetPassword, { status: 204 })
    await person.type(screen.getByLabelText('New password'), ' but now it is long')
    await person.click(screen.getByRole('button', { name: 'Change password' }))
    await heading('Your password is changed')
  })

  it.each([
    '/reset/#token=lk_secret',
    '/reset#token%3Dlk_secret',
    '/reset/#token%3dlk_secret',
    '/reset#token%253Dlk_secret',
    '/reset#token=3Dlk_secret',
    '/reset#token=lk%5Fsecret',
    '/reset#token=lk_secret.',
    '/reset#token=lk_secret%3E',
    '/reset#token=lk_secret&utm_source=mail',
    '/reset?utm_source=mail#token=lk_secret',
    '/reset%23token=lk_secret',
    '/reset/%23token%3Dlk_secret',
    '/reset%2523token%253Dlk_secret',
    '/reset%23token=lk_secret?utm_source=mail',
  ])('is replaced with a link that a mail program changed: %s', async link => {
    const bodies: unknown[] = []
    api.on(resetPassword, body => {
      bodies.push(body)
      return new Response(null, { status: 204 })
    })
    const { person, history } = visit(link)
    await person.type(await screen.findByLabelText('New password'), 'seven lanterns under a bridge{Enter}')
    await heading('Your password is changed')
    expect(bodies).toEqual([{ token: 'lk_secret', password: 'seven lanterns under a bridge' }])
    expect(history.location.href).toBe('/reset')
  })

  it.each([
    ['was used', '/reset#token=lk_used', 'This link is no longer valid'],
    ['is missing because the page was reloaded', '/reset', 'Open the link again'],
  ])('offers a new link if the old one %s', async (_name, path, title) => {
    api.refuse(resetPassword, 'invalid_link')
    const { person } = visit(path)
    if (path !== '/reset') {
      await person.type(await screen.findByLabelText('New password'), 'seven lanterns under a bridge')
      await person.click(screen.getByRole('button', { name: 'Change password' }))
    }
    await heading(title)
    await person.click(screen.getByRole('link', { name: 'Get a new link' }))
    await heading('Reset your password')
  })
})

describe('a public page', () => {
  it.each([['signed-out'], [{ ended: { code: 'session_ended', reason: 'not_me' } }]])(
    'keeps what is typed if a session ends in another tab: %o',
    async message => {
      const { person, history } = visit('/reset#token=lk_secret')
      await person.type(await screen.findByLabelText('New password'), 'seven lanterns')
      const { otherTab } = openOtherTab()
      otherTab.postMessage(message)
      const asked = api.asked.length
      otherTab.postMessage('signed-in')
      api.answer(resetPassword, { status: 204 })
      await person.type(screen.getByLabelText('New password'), ' under a bridge')
      expect(screen.getByLabelText<HTMLInputElement>('New password').value).toBe('seven lanterns under a bridge')
      expect(api.asked).toHaveLength(asked)
      expect(history.location.pathname).toBe('/reset')
      otherTab.close()
    },
  )

  it('uses the secret of a link that is opened in its tab', async () => {
    const bodies: unknown[] = []
    api.refuse(resetPassword, 'invalid_link')
    const { person, history } = visit('/reset#token=lk_old')
    await person.type(await screen.findByLabelText('New password'), 'seven lanterns under a bridge{Enter}')
    await heading('This link is no longer valid')
    api.on(resetPassword, body => {
      bodies.push(body)
      return new Response(null, { status: 204 })
    })
    history.push('/reset#token=lk_new')
    await heading('Choose a new password')
    expect(history.location.href).toBe('/reset')
    await person.type(screen.getByLabelText('New password'), 'seven lanterns under a bridge{Enter}')
    await heading('Your password is changed')
    expect(bodies).toEqual([{ token: 'lk_new', password: 'seven lanterns under a bridge' }])
  })
})

describe('the button of the mail about a change of address', () => {
  it('cancels the change, and signs no one out', async () => {
    const bodies: unknown[] = []
    api.on(cancelEmailByLink, body => {
      bodies.push(body)
      return new Response(null, { status: 204 })
    })
    const { person, history } = visit('/cancel-email#token=lk_secret')
    await heading('Cancel the change of address')
    expect([bodies, history.location.href]).toEqual([[], '/cancel-email'])
    await person.click(screen.getByRole('button', { name: 'Cancel the change' }))
    await waitFor(async () => expect(document.activeElement).toBe(await heading('The change is cancelled')))
    expect(bodies).toEqual([{ token: 'lk_secret' }])
  })
})

describe('the button of the mail about a deletion', () => {
  it('keeps the account, and speaks of nothing else', async () => {
    const bodies: unknown[] = []
    api.on(keepAccount, body => {
      bodies.push(body)
      return new Response(null, { status: 204 })
    })
    const { person } = visit('/keep-account#token=lk_secret')
    await heading('Keep your account')
    expect(bodies).toEqual([])
    await person.click(screen.getByRole('button', { name: 'Keep my account' }))
    await waitFor(async () => expect(document.activeElement).toBe(await heading('Your account is back')))
    expect(bodies).toEqual([{ token: 'lk_secret' }])
    expect(screen.queryByText(/signed out|not you/i)).toBeNull()
  })
})

describe('the button of a security mail', () => {
  it('does nothing before it is pressed, and says what it will do and what it has done', async () => {
    const bodies: unknown[] = []
    api.on(notMe, body => {
      bodies.push(body)
      return new Response(null, { status: 204 })
    })
    const { person, history } = visit('/not-me#token=lk_secret')
    await heading('Take your account back')
    expect(history.location.href).toBe('/not-me')
    expect(bodies).toEqual([])
    await person.click(screen.getByRole('button', { name: 'Sign out everywhere' }))
    await waitFor(async () => expect(document.activeElement).toBe(await heading('Your account is safe')))
    expect(bodies).toEqual([{ token: 'lk_secret' }])
    expect(
      screen.getByText(/^Every device is signed out\. If your account has the address of that email,/),
    ).toBeTruthy()
  })
})

describe('the page after a deletion', () => {
  it('does not open by a link, even one with a secret', async () => {
    const { history } = visit('/account-deleted#token=lk_made_up')
    await heading('Sign in')
    expect(history.location.pathname).toBe('/login')
    expect(screen.queryByText('Your account is deleted')).toBeNull()
  })
})
