import { exportUser } from '@latchkey/contracts/auth/export'
import { createNote, deleteNote, listNotes, mailNote } from '@latchkey/contracts/product/notes'
import { describe, expect, it } from 'vitest'
import { signInConfirmed } from '../../../testing/confirmed.ts'
import { mailTo } from '../../../testing/mails.ts'
import { days } from '../../../testing/movable-clock.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'
import { purge } from '../../platform/jobs/purge.ts'
import { mostNotes } from './store.ts'

const api = await testApi()

async function userWithNote() {
  const user = await api.createUser()
  const { caller } = await signInConfirmed(api, user)
  const { data } = await api.call(createNote, { text: ' Milk ' }, caller)
  return { user, caller, note: data }
}

describe('notes', () => {
  it('are written, listed and deleted by their user, and hidden from others', async () => {
    const { caller, note } = await userWithNote()
    const { caller: otherUser } = await api.signIn(await api.createUser())
    expect(note.text).toBe('Milk')
    expect((await api.call(listNotes, {}, caller)).data).toEqual([note])
    expect((await api.call(listNotes, {}, otherUser)).data).toEqual([])
    expect((await api.call(deleteNote, { id: note.id }, otherUser)).problem.code).toBe('not_found')
    expect((await api.call(deleteNote, { id: note.id }, caller)).status).toBe(204)
    expect((await api.call(listNotes, {}, caller)).data).toEqual([])
    await api.deliver()
  })

  it('are mailed to their user, which the activity shows', async () => {
    const { user, caller, note } = await userWithNote()
    await api.deliver()
    expect((await api.call(mailNote, { id: note.id }, caller)).status).toBe(202)
    expect(mailTo(await api.deliver(), user.email).text).toContain('Milk')
    const { data } = await api.call(exportUser, {}, caller)
    expect(data.activity).toContainEqual(expect.objectContaining({ kind: 'note_mailed', current: true }))
  })

  it('are mailed five times, then after a wait; a mail of an unknown note does not count', async () => {
    const { user, caller, note } = await userWithNote()
    const limited = await replicaOf(api, { limits: true })
    for (let i = 0; i < 5; i++) expect((await limited.call(mailNote, { id: note.id }, caller)).status).toBe(202)
    const refused = await limited.call(mailNote, { id: note.id }, caller)
    expect(refused.problem.code).toBe('rate_limited')
    expect(refused.response.headers['retry-after']).toBe('60')
    limited.clock.advance(60_000)
    expect((await limited.call(mailNote, { id: user.id }, caller)).problem.code).toBe('not_found')
    expect((await limited.call(mailNote, { id: note.id }, caller)).status).toBe(202)
    expect((await api.deliver()).filter(mail => mail.subject === 'Your note')).toHaveLength(6)
  })

  it('are mailed to an address that the export shows', async () => {
    const { user, caller, note } = await userWithNote()
    await api.call(mailNote, { id: note.id }, caller)
    const { data } = await api.call(exportUser, {}, caller)
    expect(data.jobs).toContainEqual(expect.objectContaining({ kind: 'note mail', address: user.email }))
    await api.deliver()
  })

  it('are limited in number: one too many is refused, and all that are kept are read', async () => {
    const { user, caller } = await userWithNote()
    const others = Array.from({ length: mostNotes - 2 }, () => ({
      userId: user.id,
      text: 'Eggs',
      createdAt: api.clock.now(),
    }))
    await api.db.note.createMany({ data: others })
    const both = await Promise.all(['Flour', 'Salt'].map(text => api.call(createNote, { text }, caller)))
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 400])
    const refused = await api.call(createNote, { text: 'Salt' }, caller)
    expect(refused.problem.fields).toEqual({
      text: `You can keep ${mostNotes} notes. A deleted note counts for 30 more days.`,
    })
    expect((await api.call(listNotes, {}, caller)).data).toHaveLength(mostNotes)
    expect((await api.call(exportUser, {}, caller)).data.product.notes).toHaveLength(mostNotes)
    await api.deliver()
  })

  it('are part of the export, and are deleted by the purge and with their user', async () => {
    const { user, caller, note } = await userWithNote()
    const { data } = await api.call(exportUser, {}, caller)
    expect(data.product.notes).toEqual([note])
    await api.call(deleteNote, { id: note.id }, caller)
    await api.deliver()
    api.clock.advance(days(31))
    await purge(api.deps)
    expect(await api.db.note.count({ where: { userId: user.id } })).toBe(0)
    const other = await userWithNote()
    await api.db.user.delete({ where: { id: other.user.id } })
    expect(await api.db.note.count({ where: { userId: other.user.id } })).toBe(0)
    await api.deliver()
  })
})
