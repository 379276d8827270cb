import type { Problem } from '@latchkey/contracts/errors'
import { ready } from '@latchkey/contracts/platform/health'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { call } from './api-client.ts'
import { OutageError, unauthenticated } from './api-errors.ts'
import { patiently } from './outage.ts'

/** The one place that hears of every failed call: whichever learns that nobody is signed in, `onSignedOut` is told. */
export function createQueryClient(onSignedOut: (problem: Problem) => void): QueryClient {
  // Of all the actions that fail in one outage, only the first starts to ask.
  let isAsking = false
  const askUntilAnswered = async () => {
    if (isAsking) return
    isAsking = true
    await patiently(() => call(ready, {})).catch(() => undefined)
    isAsking = false
  }
  const onError = (error: unknown) => {
    const problem = unauthenticated(error)
    if (problem) onSignedOut(problem)
    // Queries wait for the server by themselves. After an action failed, somebody must ask, to see the end of it.
    if (error instanceof OutageError) void askUntilAnswered()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // `always`: what the browser believes about the network is wrong too often (captive portals, VPNs, localhost).
      queries: { retry: false, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
