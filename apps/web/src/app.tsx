import { QueryClientProvider } from '@tanstack/react-query'
import { type RouterHistory, RouterProvider } from '@tanstack/react-router'
import { useEffect, useLayoutEffect, useState } from 'react'
import { createSession } from './auth/session/session.ts'
import { SessionContext } from './auth/session/use-session.ts'
import { createQueryClient } from './platform/query-client.ts'
import { type AppRouter, createAppRouter } from './router.tsx'

/** Creates the query client, the session and the router, and connects them. */
export function createApp(history?: RouterHistory) {
  const queryClient = createQueryClient({
    onError: error => session.handleError(error),
    onSuccess: (answer, query) => session.handleAnswer(answer, query),
  })
  const session = createSession(queryClient, () => router)
  const router: AppRouter = createAppRouter({ queryClient, session, secrets: new Map() }, history)
  return { queryClient, session, router }
}

export function App({ history }: { history?: RouterHistory }) {
  const [{ queryClient, session, router }] = useState(() => createApp(history))
  // A layout effect runs before the router's first request, whose answer may have to reach the other tabs.
  useLayoutEffect(() => session.start(), [session])
  useEffect(() => startAtHeadings(router), [router])
  return (
    <QueryClientProvider client={queryClient}>
      <SessionContext value={session}>
        <RouterProvider router={router} />
      </SessionContext>
    </QueryClientProvider>
  )
}

/** Focuses the heading of each new page, for screen readers and keyboards. The first page keeps the browser's start. */
const startAtHeadings = (router: AppRouter) =>
  router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
    if (fromLocation && pathChanged) document.querySelector('h1')?.focus()
  })
