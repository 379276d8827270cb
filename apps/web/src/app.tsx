import { QueryClientProvider } from '@tanstack/react-query'
import { type RouterHistory, RouterProvider } from '@tanstack/react-router'
import { useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react'
import { createSession } from './auth/session/session.ts'
import { SessionContext } from './auth/session/use-session.ts'
import { createQueryClient } from './platform/query-client.ts'
import { focusStart } from './platform/ui/use-heading-focus.ts'
import type { Catalogue } from './platform/words/catalogue.ts'
import { SpokenContext } from './platform/words/use-words.ts'
import { type AppRouter, createAppRouter } from './router.tsx'

/** Creates the query client, the session and the router, and connects them. */
export function createApp(catalogue: Catalogue, history?: RouterHistory) {
  const queryClient = createQueryClient({
    onError: error => session.handleError(error),
    onSuccess: (answer, query) => session.handleAnswer(answer, query),
  })
  const session = createSession(queryClient, () => router)
  const router: AppRouter = createAppRouter({ queryClient, session, secrets: new Map(), catalogue }, history)
  return { queryClient, session, router }
}

export function App({ catalogue, history }: { catalogue: Catalogue; history?: RouterHistory }) {
  const [{ queryClient, session, router }] = useState(() => createApp(catalogue, history))
  const spoken = useSyncExternalStore(catalogue.subscribe, catalogue.getSpoken)
  // A layout effect runs before the router's first request, whose answer may have to reach the other tabs.
  useLayoutEffect(() => session.start(), [session])
  useEffect(() => startAtHeadings(router), [router])
  return (
    <QueryClientProvider client={queryClient}>
      <SessionContext value={session}>
        <SpokenContext value={spoken}>
          <RouterProvider router={router} />
        </SpokenContext>
      </SessionContext>
    </QueryClientProvider>
  )
}

/** Focuses the start of each new page, which is its heading or its one field, for screen readers and keyboards. The first page keeps the browser's start. */
const startAtHeadings = (router: AppRouter) =>
  router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
    if (fromLocation && pathChanged) focusStart()
  })
