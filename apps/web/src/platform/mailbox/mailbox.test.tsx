import { readKeptMail, readMailbox } from '@latchkey/contracts/platform/mailbox'
import { act, screen } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeApi } from '../../../testing/fake-api.ts'
import { heading, visit } from '../../../testing/visit.tsx'

const head = (last: number, subject: string) => ({
  id: `019ab000-0000-7000-8000-00000000000${last}`,
  sentAt: '2026-11-23T14:02:00.000Z',
  to: 'ada@example.com',
  subject,
})
const [prove, older] = [head(9, 'Prove your address'), head(8, 'Reset your password')]
const text = `Prove your address

071584

Confirm this address:
http://localhost:4000/verify#token=lk_1

Somebody wrote:
http://localhost:4000.evil.example/x`

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
  api.signedOut()
  api.answer(readMailbox, { status: 200, data: { isWhole: true, mails: [prove, older] } })
  api.answer(readKeptMail, { status: 200, data: { ...prove, text } })
})

describe('the mailbox', () => {
  it('shows the list, and beside it the newest mail in a frame that may run nothing', async () => {
    visit('/dev/mailbox')
    expect(await screen.findByRole('article', { name: 'Prove your address' })).toBeTruthy()
    const frame = screen.getByTitle('Email: Prove your address')
    expect(frame.getAttribute('sandbox')).toBe('allow-top-navigation-by-user-activation')
    expect(frame.getAttribute('src')).toBe(`/api/dev/mailbox/${prove.id}/page?scheme=light`)
  })

  it('shows kept mails, with links to this app and to nothing else', async () => {
    const { person } = visit('/dev/mailbox')
    await person.click(await screen.findByRole('radio', { name: 'Plain text' }))
    const links = screen.getAllByRole('link').map(link => link.getAttribute('href'))
    const ours = 'http://localhost:4000/verify#token=lk_1'
    expect(links.filter(href => href?.startsWith('http'))).toEqual([ours, ours])
    expect(screen.getByRole('link', { name: 'Confirm this address' }).getAttribute('href')).toBe(ours)
    expect(screen.queryByTitle(/^Email:/)).toBeNull()
  })

  it('shows a mail as in dark, and as on a phone', async () => {
    const { person } = visit('/dev/mailbox')
    await person.click(await screen.findByRole('radio', { name: 'Dark' }))
    await person.click(screen.getByRole('radio', { name: '320 px' }))
    const frame = screen.getByTitle('Email: Prove your address')
    expect(frame.getAttribute('src')).toContain('scheme=dark')
    expect(frame.className).toContain('w-80')
  })

  it('opens the mail that is chosen, and says so where it is no longer kept', async () => {
    api.refuse(readKeptMail, 'not_found')
    const { person, history } = visit('/dev/mailbox')
    await person.click(await screen.findByRole('link', { name: /Reset your password/ }))
    expect(history.location.search).toContain(older.id)
    expect(screen.getByRole('link', { current: 'page' }).textContent).toContain('Reset your password')
    expect(await screen.findByText(/no longer kept/)).toBeTruthy()
  })

  it('copies the code, or shows it where the browser does not copy', async () => {
    const { person } = visit('/dev/mailbox')
    const button = await screen.findByRole('button', { name: 'Copy 071584' })
    await person.click(button)
    expect(await navigator.clipboard.readText()).toBe('071584')
    expect(await screen.findByText('Copied.')).toBeTruthy()
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('refused'))
    await person.click(button)
    expect(await screen.findByText(/The code is 071584/)).toBeTruthy()
  })

  it('asks only for what is new, and shows it without a reload', async () => {
    visit('/dev/mailbox')
    await screen.findByRole('article', { name: 'Prove your address' })
    const news = head(1, 'A new device signed in')
    api.on(readMailbox, () => Response.json({ data: { isWhole: false, mails: [news] } }))
    await screen.findByRole('link', { name: /A new device signed in/ }, { timeout: 5_000 })
    expect(screen.getAllByRole('link', { name: /ada@example.com/ })).toHaveLength(3)
    expect(screen.getByText('Newest email: A new device signed in')).toBeTruthy()
    expect(api.asked).toContain(`GET ${readMailbox.path}?after=${prove.id}`)
  })

  it('does not ask while the page is hidden', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    visit('/dev/mailbox')
    await screen.findByRole('article', { name: 'Prove your address' })
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    const before = api.asked.length
    await act(async () => void vi.advanceTimersByTime(60_000))
    expect(api.asked.length).toBe(before)
    vi.restoreAllMocks()
    await act(async () => void vi.advanceTimersByTime(2_000))
    expect(api.asked.length).toBeGreaterThan(before)
  })

  it('does not exist if mails are sent', async () => {
    api.refuse(readMailbox, 'not_found')
    visit('/dev/mailbox')
    await heading('Page not found')
  })
})
