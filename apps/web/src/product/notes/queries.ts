import { createNote, deleteNote, listNotes, mailNote } from '@latchkey/contracts/product/notes'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'

export const notesQuery = queryOptions({
  queryKey: ['notes'],
  queryFn: async () => (await call(listNotes, {})).data,
})

export function useNotes() {
  const queryClient = useQueryClient()
  const onSettled = () => void queryClient.invalidateQueries(notesQuery)
  return {
    create: useMutation({ mutationFn: (text: string) => call(createNote, { text }), onSettled }),
    mail: useMutation({ mutationFn: (id: string) => call(mailNote, { id }) }),
    remove: useMutation({ mutationFn: (id: string) => call(deleteNote, { id }), onSettled }),
  }
}
