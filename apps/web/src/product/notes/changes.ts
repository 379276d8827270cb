import { createNote, deleteNote, mailNote } from '@latchkey/contracts/product/notes'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { notesQuery } from './queries.ts'

export function useNotes() {
  const queryClient = useQueryClient()
  const onSettled = () => void queryClient.invalidateQueries(notesQuery)
  return {
    create: useMutation({ mutationFn: (text: string) => call(createNote, { text }), onSettled }),
    mail: useMutation({ mutationFn: (id: string) => call(mailNote, { id }) }),
    remove: useMutation({ mutationFn: (id: string) => call(deleteNote, { id }), onSettled }),
  }
}
