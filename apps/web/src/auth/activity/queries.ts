import { listActivity } from '@latchkey/contracts/auth/activity'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'

export const activityQuery = infiniteQueryOptions({
  queryKey: ['activity'],
  queryFn: async ({ pageParam: before }) => (await call(listActivity, before === undefined ? {} : { before })).data,
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }) => next ?? undefined,
})
