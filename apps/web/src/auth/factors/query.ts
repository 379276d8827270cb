import { queryOptions } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'

/** So that a page and the layout around it ask once. */
const freshMs = 30_000

/** What the person can sign in with. The sign-in page knows this query by its route, so the contract loads later. */
export const factorsQuery = queryOptions({
  queryKey: ['factors'],
  queryFn: async () => (await call((await import('@latchkey/contracts/auth/factors')).factors, {})).data,
  staleTime: freshMs,
})
