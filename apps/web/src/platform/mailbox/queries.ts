import { type KeptHead, readKeptMail, readMailbox } from '@latchkey/contracts/platform/mailbox'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../api-client.ts'
import { ApiError } from '../api-errors.ts'

/** The worker sends with a delay, so the page looks again by itself, but not while it is hidden. */
const lookAgainMs = 2_000
/** As many as the server keeps. */
const mostMails = 100

/** The list, newest first. It asks only for what is new. */
export const mailboxQuery = queryOptions({
  queryKey: ['mailbox'],
  queryFn: async ({ client, queryKey }) => {
    const known = client.getQueryData<KeptHead[]>(queryKey) ?? []
    const { data } = await call(readMailbox, known[0] ? { after: known[0].id } : {})
    return data.isWhole ? data.mails : [...data.mails, ...known].slice(0, mostMails)
  },
  refetchInterval: ({ state }) => (state.error ? false : lookAgainMs),
})

/** One mail as text; null if the server no longer keeps it. A kept mail never changes. */
export const keptMailQuery = (id: string) =>
  queryOptions({
    queryKey: ['mailbox', id],
    queryFn: () =>
      call(readKeptMail, { id }).then(
        ({ data }) => data,
        error => {
          if (error instanceof ApiError && error.problem.code === 'not_found') return null
          throw error
        },
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })
