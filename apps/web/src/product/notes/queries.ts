import { createNote, deleteNote, listNotes, mailNote } from '@latchkey/contracts/product/notes'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { patiently } from '../../platform/outage.ts'

export const notesQuery = queryOptions({
  queryKey: ['notes'],
  queryFn: async () => (await patiently(() => call(listNotes, {}))).data,
})

/**
 * Each change asks for the list again, whatever came of it: another tab may have been quicker. None waits for that list,
 * since it does not come while the server is away, and the page must say so.
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
