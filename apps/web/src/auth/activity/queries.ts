import { ActivityFilter, listActivity } from '@latchkey/contracts/auth/activity'
import { Id } from '@latchkey/contracts/values'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'

/** What the page's address asks for. */
export interface Choice {
  only?: ActivityFilter
  device?: string
}

/** Ignores what a person may have typed into the address. */
export function readChoice(search: string): Choice {
  const given = new URLSearchParams(search)
  const only = ActivityFilter.safeParse(given.get('only')).data
  const device = Id.safeParse(given.get('device')).data
  return { ...(only && { only }), ...(device && { device }) }
}

export const activityQuery = (choice: Choice) =>
  infiniteQueryOptions({
    queryKey: ['activity', choice],
    queryFn: async ({ pageParam: before }) =>
      (await call(listActivity, { ...choice, ...(before !== undefined && { before }) })).data,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  })
