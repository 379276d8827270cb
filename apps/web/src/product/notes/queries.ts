import { listNotes } from '@latchkey/contracts/product/notes'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'

export const notesQuery = queryOptions({
  queryKey: ['notes'],
  queryFn: async () => (await call(listNotes, {})).data,
})
