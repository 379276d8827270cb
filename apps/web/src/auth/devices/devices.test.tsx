import {
  endTrust,
  listSessions,
  nameDevice,
  revokeOtherSessions,
  revokeSession,
} from '@latchkey/contracts/auth/devices'
import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aPhone, aSession, fakeApi, problem } from '../../../testing/fake-api.ts'
import { FakeEventSource } from '../../../testing/fake-events.ts'
import { heading, signOutByMenu, visit } from '../../../testing/visit.tsx'

let api: ReturnType<typeof fakeApi>
const here = aSession({ current: true })
const phone = aSession({ id: here.id.replace(/1$/, '2'), device: aPhone })
const other = aSession({
  id: here.id.replace(/1$/, '3'),
  device: { browser: 'Edge', os: 'Windows', model: null, type: 'computer' },
})
const revoked = () => api.asked.filter(call => call.includes('/revoke'))
const endOf = (session: typeof phone) => ({
  ...session,
  revoked: true,
  revokedAt: here.createdAt,
  endReason: 'revoked_by_you',
})

beforeEach(() => {
  api = fakeApi()
  api.signedIn([here, phone, other])
  api.on(revokeSession, () => {
    api.answer(listSessions, { status: 200, data: [here, endOf(phone), other] })
    return Response.json({ data: endOf(phone) })
  })
})
afterEach(() => void vi.useRealTimers())

const signOutOf = (name: string) => screen.findByRole('button', { name: new RegExp(`^Sign out ${name}`) })
const cards = () => screen.getAllByRole('heading', { level: 3 }).map(({ textContent }) => textContent)

describe('the list of devices', () => {
  it('shows this device first and apart, and which ones are new', async () => {
    const now = Date.now()
    const before = (days: number) => new Date(now - days * 86_400_000 + 60_000).toISOString()
    const [young, old] = [
      { ...phone, firstSeenAt: before(3) },
      { ...other, firstSeenAt: before(4) },
    ]
    api.signedIn([young, old, { ...here, firstSeenAt: before(0) }])
    visit('/devices')
    await heading('Devices')
    const thisDevice = screen.getByRole('region', { name: 'This device' })
    expect(within(thisDevice).getByRole('heading', { level: 3 }).textContent).toBe('Firefox on Linux')
    expect(cards()).toEqual(['Firefox on Linux', 'Safari on iPhone New', 'Edge on Windows'])
  })

  it('says where a device probably is, and leads to its activity', async () => {
    api.signedIn([here, { ...phone, place: { city: 'Munich', country: 'DE' } }])
    visit('/devices')
    expect(await screen.findByText('Munich, Germany · 203.0.113.7')).toBeTruthy()
    expect(screen.getByText(/^Places are approximate/)).toBeTruthy()
    const link = screen.getByRole('link', { name: 'Activity of Safari on iPhone' })
    expect(link.getAttribute('href')).toContain(phone.deviceId)
  })

  it('says that there is no other device', async () => {
    api.signedIn()
    visit('/devices')
    expect(await screen.findByText("You aren't signed in anywhere else.")).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Sign out of all other devices' })).toBeNull()
  })
})

describe('signing a device out', () => {
  it('waits eight seconds, marks the card, and keeps the focus in the list', async () => {
    visit('/devices')
    const button = await signOutOf('Safari on iPhone')
    vi.useFakeTimers()
    button.focus()
    fireEvent.click(button)
    const news = screen.getByRole('region', { name: 'What just happened' })
    expect(news.textContent).toContain('Signing out Safari on iPhone…')
    expect(button.textContent).toContain('Signing out…')
    expect(document.activeElement).toBe(button)
    await act(() => vi.advanceTimersByTimeAsync(7_900))
    expect(revoked()).toEqual([])
    await act(() => vi.advanceTimersByTimeAsync(300))
    expect(revoked()).toEqual([`POST /api/restricted/sessions/${phone.id}/revoke`])
    expect(news.textContent).toContain('Safari on iPhone is signed out.')
    expect(cards()).toEqual(['Firefox on Linux', 'Edge on Windows'])
    const next = screen.getByRole('heading', { level: 3, name: 'Edge on Windows' }).closest('li')
    expect(document.activeElement).toBe(next)
  })

  it.each(['Undo', 'Undo: keep Safari on iPhone signed in'])(
    'is taken back by "%s", and then nothing is sent',
    async name => {
      const { person } = visit('/devices')
      await person.click(await signOutOf('Safari on iPhone'))
      await person.click(screen.getByRole('button', { name }))
      expect(await screen.findByText(/stays signed in\.$/)).toBeTruthy()
      expect(await signOutOf('Safari on iPhone')).toBeTruthy()
      for (const button of screen.getAllByRole('button', { name: 'Close' })) await person.click(button)
      expect(revoked()).toEqual([])
    },
  )

  it('leaves the focus alone once the person took it out of the list', async () => {
    visit('/devices')
    const button = await signOutOf('Safari on iPhone')
    button.focus()
    button.blur()
    fireEvent.click(button)
    expect(button.textContent).toContain('Signing out…')
    expect(document.activeElement).toBe(document.body)
  })

  it('gets its full time again after it was taken back', async () => {
    visit('/devices')
    await signOutOf('Safari on iPhone')
    vi.useFakeTimers()
    const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))
    press(/^Sign out Safari/)
    await act(() => vi.advanceTimersByTimeAsync(1_000))
    press('Undo')
    await act(() => vi.advanceTimersByTimeAsync(0))
    await act(() => vi.advanceTimersByTimeAsync(4_000))
    press(/^Sign out Safari/)
    await act(() => vi.advanceTimersByTimeAsync(7_900))
    expect(revoked()).toEqual([])
    await act(() => vi.advanceTimersByTimeAsync(300))
    expect(revoked()).toHaveLength(1)
  })

  it.each([
    ['is hidden', () => void vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')],
    ['is left', () => undefined],
  ])('is sent at once when the page %s', async (how, hide) => {
    const { person } = visit('/devices')
    await person.click(await signOutOf('Safari on iPhone'))
    hide()
    if (how === 'is left') window.dispatchEvent(new Event('pagehide'))
    else document.dispatchEvent(new Event('visibilitychange'))
    await waitFor(() => expect(revoked()).toHaveLength(1))
    vi.restoreAllMocks()
  })

  it('is sent at once when the person goes to another page', async () => {
    const { person } = visit('/devices')
    await person.click(await signOutOf('Safari on iPhone'))
    await person.click(screen.getByRole('link', { name: 'Settings' }))
    await heading('Settings')
    expect(revoked()).toHaveLength(1)
    expect(await screen.findByText(/is signed out\.$/)).toBeTruthy()
  })

  it('is sent before the person signs out here', async () => {
    api.answer(signOut, { status: 204 })
    const { person } = visit('/devices')
    await person.click(await signOutOf('Safari on iPhone'))
    api.refuse(currentSession, 'missing_token')
    await signOutByMenu(person)
    await heading('Sign in')
    const sent = api.asked.filter(call => !call.startsWith('GET'))
    expect(sent).toEqual([`POST /api/restricted/sessions/${phone.id}/revoke`, 'DELETE /api/sessions/sign_out'])
  })

  it('brings the card back with a sentence if it fails', async () => {
    api.refuse(revokeSession, 'internal_error')
    const { person } = visit('/devices')
    await person.click(await signOutOf('Safari on iPhone'))
    await person.click(screen.getByRole('button', { name: 'Close' }))
    const card = screen.getByRole('heading', { level: 3, name: 'Safari on iPhone' }).closest('li') as HTMLElement
    expect((await within(card).findByRole('alert')).textContent).toContain('Something went wrong on our side')
    expect(screen.getAllByText(/Something went wrong on our side/)).toHaveLength(1)
    expect(within(card).getByRole('button', { name: /^Sign out Safari/ })).toBeTruthy()
  })

  it('says that a device was already signed out, if another tab was faster', async () => {
    api.on(revokeSession, () => {
      api.signedIn()
      return problem('not_found')
    })
    const { person } = visit('/devices')
    await person.click(await signOutOf('Safari on iPhone'))
    await person.click(screen.getByRole('button', { name: 'Close' }))
    expect(await screen.findByText(/was already signed out\.$/)).toBeTruthy()
    await waitFor(() => expect(screen.queryByRole('button', { name: /Sign out Safari/ })).toBeNull())
  })

  it('asks first, and happens at once, for all other devices', async () => {
    api.on(revokeOtherSessions, () => {
      api.signedIn()
      return Response.json({ data: { revoked: 2 } })
    })
    const { person } = visit('/devices')
    await person.click(await signOutOf('Safari on iPhone'))
    await person.click(screen.getByRole('button', { name: 'Sign out of all other devices' }))
    await person.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Sign out' }))
    expect(await screen.findByText('2 devices are signed out.')).toBeTruthy()
    expect(revoked()).toEqual(['POST /api/restricted/sessions/revoke_others'])
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 2, name: 'Other devices' }))
  })

  it('moves the focus to the heading if the devices go while the button for all of them has it', async () => {
    visit('/devices')
    const all = await screen.findByRole('button', { name: 'Sign out of all other devices' })
    all.focus()
    api.signedIn([here])
    act(() => FakeEventSource.open[0]?.send('sessions_changed', {}))
    expect(await screen.findByText("You aren't signed in anywhere else.")).toBeTruthy()
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 2, name: 'Other devices' }))
  })

  it('moves the focus there also if they go while the question is open', async () => {
    const { person } = visit('/devices')
    await person.click(await screen.findByRole('button', { name: 'Sign out of all other devices' }))
    api.signedIn([here])
    act(() => FakeEventSource.open[0]?.send('sessions_changed', {}))
    expect(await screen.findByText("You aren't signed in anywhere else.")).toBeTruthy()
    await person.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Cancel' }))
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole('heading', { level: 2, name: 'Other devices' })),
    )
  })
})

describe('a device that is not asked for the second factor', () => {
  const trusted = { ...phone, trustedUntil: '2026-12-23T14:02:00.000Z' }
  const askAgain = () => screen.findByRole('button', { name: 'Ask again here: Safari on iPhone' })
  const lines = () => screen.queryAllByText(/^Second factor not asked for here until/).map(line => line.textContent)
  const line = expect.stringMatching(/ until 23 December (2026 )?at 14:02$/)

  it('says until when, and asks again from now on', async () => {
    // Two sessions on one device.
    api.signedIn([here, trusted, { ...trusted, id: other.id, device: other.device }])
    api.answer(endTrust, { status: 204 })
    const { person } = visit('/devices')
    const button = await askAgain()
    expect(lines()).toEqual([line, line])
    await person.click(button)
    expect(await screen.findByText(/is asked for your second factor again\.$/)).toBeTruthy()
    expect(api.asked).toContain(`DELETE /api/restricted/sessions/${phone.id}/trust`)
    await waitFor(() => expect(lines()).toEqual([]))
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Rename Safari on iPhone' }))
  })

  it('says why it could not be changed', async () => {
    api.signedIn([here, trusted])
    api.refuse(endTrust, 'internal_error')
    const { person } = visit('/devices')
    await person.click(await askAgain())
    expect((await screen.findByRole('alert')).textContent).toContain('Something went wrong on our side')
    expect(lines()).toEqual([line])
  })

  it('is not mentioned where the second factor is asked for', async () => {
    visit('/devices')
    await heading('Devices')
    expect(lines()).toEqual([])
  })
})

describe('naming a device', () => {
  const rename = (name: string) => screen.findByRole('button', { name: `Rename ${name}` })

  it('shows the name, with the client below it, and gives the focus back', async () => {
    const sent: unknown[] = []
    api.on(nameDevice, body => {
      sent.push(body)
      return Response.json({ data: { ...phone, name: 'My phone' } })
    })
    const { person } = visit('/devices')
    await person.click(await rename('Safari on iPhone'))
    const input = screen.getByLabelText('Name of the device')
    expect(document.activeElement).toBe(input)
    await person.type(input, ' My phone ')
    await person.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(cards()).toContain('My phone'))
    expect(sent).toEqual([{ name: 'My phone' }])
    expect(screen.getByText('Safari on iPhone')).toBeTruthy()
    await waitFor(async () => expect(document.activeElement).toBe(await rename('My phone')))
  })

  it('stays open if Escape only ends the composing of a character', async () => {
    const { person } = visit('/devices')
    await person.click(await rename('Safari on iPhone'))
    fireEvent.keyDown(screen.getByLabelText('Name of the device'), { key: 'Escape', isComposing: true })
    expect(screen.getByLabelText('Name of the device')).toBeTruthy()
  })

  it('says what is wrong with the name beside it, and can be left by Escape', async () => {
    const { person } = visit('/devices')
    await person.click(await rename('Safari on iPhone'))
    await person.type(screen.getByLabelText('Name of the device'), '\u2800')
    await person.click(screen.getByRole('button', { name: 'Save' }))
    expect(await screen.findByText('Enter a name for the device.')).toBeTruthy()
    await person.keyboard('{Escape}')
    expect(screen.queryByLabelText('Name of the device')).toBeNull()
    expect(api.asked.filter(call => call.startsWith('PUT'))).toEqual([])
  })
})
