import { readMailbox } from '@latchkey/contracts/platform/mailbox'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../api-client.ts'

/** The worker sends when it comes to it, and nobody wants to load a page until it has. */
const lookAgainMs = 2_000

export const mailboxQuery = queryOptions({
  queryKey: ['mailbox'],
  queryFn: async () => (await call(readMailbox, {})).data,
  refetchInterval: ({ state }) => (state.error ? false : lookAgainMs),
})
