import { queryOptions } from '@tanstack/react-query'
import { call } from '../../../platform/api-client.ts'

// The sign-in page knows these queries by their route, so the contracts load later.

/** When the person's password was changed. */
export const passwordQuery = queryOptions({
  queryKey: ['password'],
  queryFn: async () => (await call((await import('@latchkey/contracts/auth/account')).passwordState, {})).data.password,
})

const mostShown = 3

/** The last events of the account. */
export const latestQuery = queryOptions({
  queryKey: ['activity', 'latest'],
  queryFn: async () =>
    (await call((await import('@latchkey/contracts/auth/activity')).listActivity, {})).data.events.slice(0, mostShown),
})
