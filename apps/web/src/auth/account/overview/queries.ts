import { passwordState } from '@latchkey/contracts/auth/account'
import { listActivity } from '@latchkey/contracts/auth/activity'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../../platform/api-client.ts'

/** When the person's password was changed. */
export const passwordQuery = queryOptions({
  queryKey: ['password'],
  queryFn: async () => (await call(passwordState, {})).data.password,
})

const mostShown = 3

/** The last events of the account. */
export const latestQuery = queryOptions({
  queryKey: ['activity', 'latest'],
  queryFn: async () => (await call(listActivity, {})).data.events.slice(0, mostShown),
})
