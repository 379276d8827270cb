import { pendingEmail } from '@latchkey/contracts/auth/account'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'

/** The address that the person asked for and has not confirmed yet. */
export const pendingEmailQuery = queryOptions({
  queryKey: ['pending email'],
  queryFn: async () => (await call(pendingEmail, {})).data.pending,
})
