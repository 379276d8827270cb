import { createNote, deleteNote, mailNote } from '@latchkey/contracts/product/notes'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { notesQuery } from './queries.ts'

/**
 * Each change fetches the list again, even after a failure: another tab may have changed it. No change waits for that list,
 * so that the page can report an outage at once.
 */
export function useNotes() {
  const queryClient = useQueryClient()
  const onSettled = () => void queryClient.invalidateQueries(notesQuery)
  return {
    create: useMutation({ mutationFn: (text: string) => call(createNote, { text }), onSettled }),
    mail: useMutation({ mutationFn: (id: string) => call(mailNote, { id }), onSettled }),
    remove: useMutation({ mutationFn: (id: string) => call(deleteNote, { id }), onSettled }),
  }
}
