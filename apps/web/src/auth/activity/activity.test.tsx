import { activityKinds } from '@latchkey/contracts/activity-kinds'
import { listActivity } from '@latchkey/contracts/auth/activity'
import { revokeOtherSessions } from '@latchkey/contracts/auth/devices'
import { activity } from '@latchkey/contracts/words/en/activity'
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { anEvent, aPhone, aSession, fakeApi } from '../../../testing/fake-api.ts'
import { heading, visit } from '../../../testing/visit.tsx'
import { sentenceOf } from './sentences.ts'

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
  api.signedIn()
})

const nothing = { browser: null, os: null, model: null, type: null }
const entry = async (name: string) =>
  (
    await screen.findAllByText(
      (_, element) => element?.tagName === 'SUMMARY' && !!element.textContent?.startsWith(name),
    )
  )[0] as HTMLElement

describe('the activity page', () => {
  it('tells by day what happened, on which device, and whether this session did it', async () => {
    const yesterday = new Date(Date.now() - 86_400_000).toISOString()
    const today = new Date().toISOString()
    const failed = anEvent(1, {
      kind: 'sign_in_failed',
      at: yesterday,
      count: 12,
      about: null,
      device: nothing,
      ip: null,
    })
    const events = [
      anEvent(5, { at: today, newDevice: true, current: true }),
      anEvent(4, { at: today, about: { ...aPhone, name: 'My phone', id: null } }),
      anEvent(3, { at: today, kind: 'session_revoked', about: { ...aPhone, name: null, id: null } }),
      anEvent(2, { at: yesterday, kind: 'of_a_later_version' }),
      failed,
    ]
    api.answer(listActivity, { status: 200, data: { events, next: null } })
    visit('/activity')
    const day = async (name: string) =>
      within(await screen.findByRole('region', { name }))
        .getAllByRole('group')
        .map(entry => entry.querySelector('summary')?.textContent?.replace(/\d\d:\d\d$/, ''))
    expect(await day('today')).toEqual([
      'Signed in on a new device: Firefox on Linux203.0.113.7 · This session',
      'Signed in on My phoneFirefox on Linux · 203.0.113.7',
      'Safari on iPhone was signed out from your list of devicesFirefox on Linux · 203.0.113.7',
    ])
    expect(await day('yesterday')).toEqual([
      'Something else happenedFirefox on Linux · 203.0.113.7',
      'A sign-in was refused, 12 times',
    ])
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull()
  })

  it('opens an entry to when, where and what to do about it', async () => {
    const place = { city: 'Munich', country: 'DE' }
    api.answer(listActivity, { status: 200, data: { events: [anEvent(1, { place })], next: null } })
    api.answer(revokeOtherSessions, { status: 200, data: { revoked: 1 } })
    const { person, history } = visit('/activity')
    await person.click(await entry('Signed in on Firefox on Linux'))
    expect(screen.getByText('Munich, Germany (approximate)')).toBeTruthy()
    expect(screen.getByText(/^Monday,? 23 November 2026 at/)).toBeTruthy()
    await person.click(screen.getByRole('button', { name: "This wasn't me" }))
    await person.click(screen.getByRole('button', { name: 'Sign out others and change password' }))
    await heading('Settings')
    expect(history.location.href).toBe('/settings#password')
    expect(await screen.findByText('1 device is signed out.')).toBeTruthy()
  })

  it('says that a refused attempt let no one in, and offers nothing about what an administrator did', async () => {
    const events = [anEvent(2, { kind: 'sign_in_failed' }), anEvent(1, { kind: 'session_revoked_by_admin', ip: null })]
    api.answer(listActivity, { status: 200, data: { events, next: null } })
    const { person } = visit('/activity')
    await person.click(await entry('A sign-in was refused'))
    await person.click(screen.getByRole('button', { name: "This wasn't me" }))
    expect(screen.getByText(/^No one got in/)).toBeTruthy()
    expect(screen.getAllByRole('button', { name: "This wasn't me", hidden: true })).toHaveLength(1)
  })

  it.each(['confirm_failed', 'password_change_failed', 'guessed_on_device', 'password_disabled'] as const)(
    'signs out others after %s, which may come from inside a session',
    async kind => {
      api.answer(listActivity, { status: 200, data: { events: [anEvent(1, { kind })], next: null } })
      const { person } = visit('/activity')
      await person.click(await entry(activity.events[kind]))
      await person.click(screen.getByRole('button', { name: "This wasn't me" }))
      expect(screen.queryByText(/^No one got in/)).toBeNull()
      expect(screen.getByRole('button', { name: 'Sign out others and change password' })).toBeTruthy()
    },
  )

  it('shows only a kind, or a device, as its address says', async () => {
    const asked = (query: string) =>
      ({ ...listActivity, path: `${listActivity.path}${query}` }) as unknown as typeof listActivity
    api.answer(listActivity, { status: 200, data: { events: [anEvent(9)], next: null } })
    api.answer(asked('\\?only=refused'), { status: 200, data: { events: [], next: null } })
    api.answer(asked(`\\?device=${aSession().deviceId}`), { status: 200, data: { events: [anEvent(8)], next: null } })
    const { person, history } = visit('/activity')
    await person.click(await screen.findByRole('link', { name: 'Refused' }))
    expect(await screen.findByText('Nothing matches these filters.')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Refused' }).getAttribute('aria-current')).toBe('page')
    expect(screen.getByRole('link', { name: 'All' }).getAttribute('aria-current')).toBeNull()
    await person.click(screen.getByRole('link', { name: 'Show everything' }))
    await entry('Signed in on Firefox on Linux')
    await person.selectOptions(screen.getByLabelText('Device'), 'Firefox on Linux (this device)')
    await waitFor(() => expect(history.location.href).toContain(`device=${aSession().deviceId}`))
    await waitFor(() => expect(api.asked.at(-1)).toContain(`?device=${aSession().deviceId}`))
    expect(await screen.findByText("That's everything that matches in your latest 10,000 entries.")).toBeTruthy()
  })

  it('ignores what is wrong in its address', async () => {
    api.answer(listActivity, { status: 200, data: { events: [], next: null } })
    visit('/activity?only=nonsense&device=7')
    expect(await screen.findByText('Nothing has happened yet.')).toBeTruthy()
  })

  it('loads more, and keeps what it shows if that is refused', async () => {
    api.answer(listActivity, { status: 200, data: { events: [anEvent(9)], next: anEvent(9).id } })
    const { person } = visit('/activity')
    const more = await screen.findByRole('button', { name: 'Load more' })
    const { path, ...rest } = listActivity
    const older = { ...rest, path: `${path}\\?before=${anEvent(9).id}` } as unknown as typeof listActivity
    api.refuse(older, 'internal_error')
    await person.click(more)
    expect(await screen.findByText(/^Something went wrong on our side/)).toBeTruthy()
    api.answer(older, { status: 200, data: { events: [anEvent(8, { kind: 'signed_out' })], next: null } })
    await person.click(more)
    expect(await entry('Signed out on')).toBeTruthy()
    expect(screen.getByText(/That's everything we keep\.$/)).toBeTruthy()
    expect(await entry('Signed in on')).toBeTruthy()
  })

  it('moves the focus to the first new event, and says how many are new', async () => {
    api.answer(listActivity, { status: 200, data: { events: [anEvent(9)], next: anEvent(9).id } })
    const { person } = visit('/activity')
    const { path, ...rest } = listActivity
    const older = (id: string) => ({ ...rest, path: `${path}\\?before=${id}` }) as unknown as typeof listActivity
    const [first, second] = [anEvent(8, { kind: 'signed_out' }), anEvent(7, { kind: 'exported' })]
    api.answer(older(anEvent(9).id), { status: 200, data: { events: [first, second], next: second.id } })
    const last = anEvent(6, { kind: 'account_created' })
    api.answer(older(second.id), { status: 200, data: { events: [last], next: null } })
    await person.click(await screen.findByRole('button', { name: 'Load more' }))
    await waitFor(async () => expect(document.activeElement).toBe(await entry('Signed out on')))
    expect(screen.getByText('2 more.')).toBeTruthy()
    await person.click(screen.getByRole('button', { name: 'Load more' }))
    await waitFor(async () => expect(document.activeElement).toBe(await entry('An administrator created the account')))
    expect(screen.getByText("1 more. That's everything we keep.")).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull()
  })

  it('keeps the list, but not its news, while another filter loads', async () => {
    api.answer(listActivity, { status: 200, data: { events: [anEvent(9)], next: anEvent(9).id } })
    const { person } = visit('/activity')
    const asked = (query: string) =>
      ({ ...listActivity, path: `${listActivity.path}${query}` }) as unknown as typeof listActivity
    api.answer(asked(`\\?before=${anEvent(9).id}`), { status: 200, data: { events: [anEvent(8)], next: null } })
    await person.click(await screen.findByRole('button', { name: 'Load more' }))
    expect(await screen.findByText(/^1 more\./)).toBeTruthy()
    const answer = Promise.withResolvers<Response>()
    api.on(asked('\\?only=refused'), () => answer.promise)
    await person.click(screen.getByRole('link', { name: 'Refused' }))
    expect(screen.getByRole('link', { name: 'Refused' }).getAttribute('aria-current')).toBe('page')
    expect(await entry('Signed in on')).toBeTruthy()
    expect(screen.queryByText(/1 more\./)).toBeNull()
    answer.resolve(Response.json({ data: { events: [], next: null } }))
    expect(await screen.findByText('Nothing matches these filters.')).toBeTruthy()
  })

  it('says that it failed and that it tries again, then moves the focus to the first event', async () => {
    api.refuse(listActivity, 'internal_error')
    const { person } = visit('/activity')
    expect(await screen.findByText(/^Something went wrong on our side/)).toBeTruthy()
    const answer = Promise.withResolvers<Response>()
    api.on(listActivity, () => answer.promise)
    const again = screen.getByRole('button', { name: 'Try again' })
    await person.click(again)
    expect(await screen.findByRole('button', { name: 'Trying…' })).toBe(again)
    expect(document.activeElement).toBe(again)
    answer.resolve(Response.json({ data: { events: [anEvent(1)], next: null } }))
    await waitFor(async () => expect(document.activeElement).toBe(await entry('Signed in on')))
    expect(screen.queryByRole('button', { name: 'Trying…' })).toBeNull()
  })

  it('moves the focus to the heading if it tries again and nothing happened yet', async () => {
    api.refuse(listActivity, 'internal_error')
    const { person } = visit('/activity')
    const again = await screen.findByRole('button', { name: 'Try again' })
    api.answer(listActivity, { status: 200, data: { events: [], next: null } })
    await person.click(again)
    await waitFor(() => expect(again.isConnected).toBe(false))
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 })))
  })

  it('has its own sentence for every kind', () => {
    const all = activityKinds.map(kind => sentenceOf(activity, { kind, count: 1 }))
    expect(new Set(all).size).toBe(activityKinds.length)
    expect(all).not.toContain(sentenceOf(activity, { kind: 'toString', count: 1 }))
    expect(all.join(), 'apostrophes are straight, as on all pages and in all mails').not.toContain('’')
  })
})
