import { activityKinds } from '@latchkey/contracts/activity-kinds'
import { listActivity } from '@latchkey/contracts/auth/activity'
import type { ActivityEvent } from '@latchkey/contracts/auth/audit-log'
import { activity } from '@latchkey/contracts/words/en/activity'
import { screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeApi } from '../../../testing/fake-api.ts'
import { heading, visit } from '../../../testing/visit.tsx'
import { sentenceOf } from './sentences.ts'

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
  api.signedIn()
})

const anEvent = (number: number, more: Partial<ActivityEvent> = {}): ActivityEvent => ({
  id: `019ab000-0000-7000-8000-${String(number).padStart(12, '0')}`,
  at: '2026-11-23T14:02:00.000Z',
  kind: 'signed_in',
  count: 1,
  current: false,
  ip: '203.0.113.7',
  device: { browser: 'Firefox', os: 'Linux' },
  ...more,
})

describe('the activity page', () => {
  it('says what happened, where, and whether this session did it', async () => {
    const failed = anEvent(1, { kind: 'sign_in_failed', count: 12, device: { browser: null, os: null }, ip: null })
    api.answer(listActivity, {
      status: 200,
      data: { events: [anEvent(2, { current: true }), failed, anEvent(3, { kind: 'of_a_later_version' })], next: null },
    })
    visit('/activity')
    await heading('Activity')
    expect(
      await screen.findByRole('row', { name: /^Signed in .*Firefox on Linux.*This session.*203\.0\.113\.7$/ }),
    ).toBeTruthy()
    expect(screen.getByRole('row', { name: /^A sign-in was refused, 12 times .*Address not known$/ })).toBeTruthy()
    expect(screen.getByRole('row', { name: /^Something else happened/ })).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull()
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
    expect(await screen.findByRole('row', { name: /^Signed out/ })).toBeTruthy()
    expect(screen.getByText(/That's everything we keep\.$/)).toBeTruthy()
    expect(screen.getByRole('row', { name: /^Signed in/ })).toBeTruthy()
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
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('rowheader', { name: 'Signed out' })))
    expect(screen.getByText('2 more.')).toBeTruthy()
    await person.click(screen.getByRole('button', { name: 'Load more' }))
    await waitFor(() =>
      expect(document.activeElement).toBe(
        screen.getByRole('rowheader', { name: 'An administrator created the account' }),
      ),
    )
    expect(screen.getByText("1 more. That's everything we keep.")).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull()
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
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('rowheader', { name: 'Signed in' })))
    expect(screen.queryByRole('button', { name: 'Trying…' })).toBeNull()
  })

  it('has its own sentence for every kind', () => {
    const all = activityKinds.map(kind => sentenceOf(activity, { kind, count: 1 }))
    expect(new Set(all).size).toBe(activityKinds.length)
    expect(all).not.toContain(sentenceOf(activity, { kind: 'toString', count: 1 }))
    expect(all.join(), 'apostrophes are straight, as on all pages and in all mails').not.toContain('’')
  })
})
