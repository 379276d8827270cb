import { listSessions } from '@latchkey/contracts/auth/sessions'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async () => (await call(listSessions, {})).data,
})
