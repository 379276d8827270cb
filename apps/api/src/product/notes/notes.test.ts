import { exportUser } from '@latchkey/contracts/auth/account'
import { createNote, deleteNote, listNotes, mailNote } from '@latchkey/contracts/product/notes'
import { describe, expect, it } from 'vitest'
import { signInConfirmed } from '../../../testing/confirmed.ts'
import { mailTo } from '../../../testing/mails.ts'
import { days } from '../../../testing/movable-clock.ts'
import { testApi } from '../../../testing/test.ts'
import { purge } from '../../platform/jobs/purge.ts'

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
