import { createNote, deleteNote, mailNote } from '@latchkey/contracts/product/notes'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { notesQuery } from './queries.ts'

/**
 * Each change asks for the list again, even if it failed: another tab may have been quicker. No change waits for that list,
 * which does not come while the server is away, and the page must say so.
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
