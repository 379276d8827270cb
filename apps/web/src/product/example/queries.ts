import { queryOptions } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'

/** The sign-in page knows this query by its route, so the contract loads later. */
export const privateQuery = queryOptions({
  queryKey: ['private'],
  queryFn: async () => (await call((await import('@latchkey/contracts/product/example')).readPrivate, {})).data,
})
