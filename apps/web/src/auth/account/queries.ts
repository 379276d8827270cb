import { queryOptions } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'

/** The address that the person asked for and has not confirmed yet. As with `factorsQuery`, the contract loads later. */
export const pendingEmailQuery = queryOptions({
  queryKey: ['pending email'],
  queryFn: async () => (await call((await import('@latchkey/contracts/auth/account')).pendingEmail, {})).data.pending,
})
