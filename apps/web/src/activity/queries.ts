import { listActivity } from '@latchkey/contracts/activity'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { call } from '../api-client.ts'
import { patiently } from '../outage.ts'

export const activityQuery = infiniteQueryOptions({
  queryKey: ['activity'],
  queryFn: async ({ pageParam: before }) =>
    (await patiently(() => call(listActivity, before === undefined ? {} : { before }))).data,
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }) => next ?? undefined,
})
