import { readMailbox } from '@latchkey/contracts/platform/mailbox'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../api-client.ts'

/** The worker sends with a delay, so the page looks again by itself. */
const lookAgainMs = 2_000

export const mailboxQuery = queryOptions({
  queryKey: ['mailbox'],
  queryFn: async () => (await call(readMailbox, {})).data,
  refetchInterval: ({ state }) => (state.error ? false : lookAgainMs),
})
