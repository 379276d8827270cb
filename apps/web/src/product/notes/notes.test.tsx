import { ready } from '@latchkey/contracts/platform/health'
import { createNote, deleteNote, listNotes, mailNote, type Note } from '@latchkey/contracts/product/notes'
import { screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeApi, problem } from '../../../testing/fake-api.ts'
import { description, heading, visit } from '../../../testing/visit.tsx'

const milk: Note = {
  id: '019ab000-0000-7000-8000-00000000000b',
  text: 'Milk',
  createdAt: '2026-11-23T14:02:00.000Z',
}
const newNote = () => screen.findByLabelText<HTMLInputElement>('New note')
const save = () => screen.getByRole('button', { name: 'Save note' })

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
  api.signedIn()
  api.answer(listNotes, { status: 200, data: [milk] })
})

describe('the notes', () => {
  it('are listed, or the page says that there are none', async () => {
    api.answer(listNotes, { status: 200, data: [] })
    visit('/notes')
    await heading('Notes')
    expect(screen.getByText('No notes yet. They appear here when you save one.')).toBeTruthy()
  })

  it('are saved, and the field is empty for the next', async () => {
    api.answer(listNotes, { status: 200, data: [] })
    api.on(createNote, body => {
      api.answer(listNotes, { status: 200, data: [milk] })
      return Response.json({ data: { ...milk, ...(body as object) } }, { status: 201 })
    })
    const { person } = visit('/notes')
    await person.type(await newNote(), 'Milk')
    await person.click(save())
    expect(await screen.findByText('The note is saved.')).toBeTruthy()
    expect((await newNote()).value).toBe('')
    expect((await screen.findByRole('listitem')).textContent).toContain('Milk')
  })

  it('that are empty are not sent', async () => {
    const { person } = visit('/notes')
    await newNote()
    await person.click(save())
    await waitFor(async () => expect(description(await newNote())).toBe('Write something.'))
    expect(api.asked).not.toContain('POST /api/restricted/notes')
  })

  it('keep what was typed if saving fails', async () => {
    api.refuse(createNote, 'internal_error')
    const { person } = visit('/notes')
    await person.type(await newNote(), 'Eggs')
    await person.click(save())
    expect(await screen.findByText(/^Something went wrong on our side/)).toBeTruthy()
    expect((await newNote()).value).toBe('Eggs')
  })

  it('are mailed', async () => {
    api.answer(mailNote, { status: 202, data: { id: milk.id } })
    const { person } = visit('/notes')
    await person.click(await screen.findByRole('button', { name: 'Email it to me "Milk"' }))
    expect(await screen.findByText('We are sending you the note.')).toBeTruthy()
  })

  it('are not mailed too often, and the page says how long to wait', async () => {
    api.refuse(mailNote, 'rate_limited', { detail: 'Too many attempts. Try again in 1 minute.' })
    const { person } = visit('/notes')
    await person.click(await screen.findByRole('button', { name: 'Email it to me "Milk"' }))
    expect(await screen.findByText('Too many attempts. Try again in 1 minute.')).toBeTruthy()
  })

  it('are refused at the field when there are too many', async () => {
    const refusal = 'You can keep 1000 notes. A deleted note counts for 30 more days.'
    api.refuse(createNote, 'invalid_request', { fields: { text: refusal } })
    const { person } = visit('/notes')
    await person.type(await newNote(), 'Eggs')
    await person.click(save())
    await waitFor(async () => expect(description(await newNote())).toBe(refusal))
  })

  it('are deleted, and the status line gets the focus', async () => {
    api.on(deleteNote, () => {
      api.answer(listNotes, { status: 200, data: [] })
      return new Response(null, { status: 204 })
    })
    const { person } = visit('/notes')
    await person.click(await screen.findByRole('button', { name: 'Delete "Milk"' }))
    await waitFor(() => expect(document.activeElement?.textContent).toBe('The note is deleted.'))
    await waitFor(() => expect(screen.queryByText('Milk')).toBeNull())
  })

  it('that another tab deleted are reported as deleted, and disappear', async () => {
    api.on(deleteNote, () => {
      api.answer(listNotes, { status: 200, data: [] })
      return problem('not_found')
    })
    const { person } = visit('/notes')
    await person.click(await screen.findByRole('button', { name: 'Delete "Milk"' }))
    expect(await screen.findByText('That note was already deleted.')).toBeTruthy()
    await waitFor(() => expect(screen.queryByText('Milk')).toBeNull())
  })

  it('wait during an outage, and an action reports it', async () => {
    api.disconnect(listNotes)
    const { person } = visit('/notes')
    await person.click(await screen.findByRole('button', { name: 'Try again' }))
    api.answer(listNotes, { status: 200, data: [milk] })
    await person.click(screen.getByRole('button', { name: 'Try again' }))
    api.disconnect(mailNote, ready)
    await person.click(await screen.findByRole('button', { name: 'Email it to me "Milk"' }))
    expect(await screen.findByText('Try again when the server is back.')).toBeTruthy()
  })

  it('show an error page if the API refuses them', async () => {
    for (const method of ['error', 'warn'] as const) vi.spyOn(console, method).mockImplementation(() => {})
    api.refuse(listNotes, 'internal_error')
    visit('/notes')
    expect(await screen.findByText(/If it happens again, tell us this number: req-1/)).toBeTruthy()
  })
})
