import { QueryClientProvider } from '@tanstack/react-query'
import { type RouterHistory, RouterProvider } from '@tanstack/react-router'
import { useEffect, useLayoutEffect, useState } from 'react'
import { createSession } from './auth/session/session.ts'
import { SessionContext } from './auth/session/use-session.ts'
import { createQueryClient } from './platform/query-client.ts'
import { type AppRouter, createAppRouter } from './router.tsx'

/** The app's parts, tied together: the queries and the session hear of each other, and the session leads the router. */
export function createApp(history?: RouterHistory) {
  const queryClient = createQueryClient({
    onError: error => session.hearError(error),
    onSuccess: (answer, query) => session.hearAnswer(answer, query),
  })
  const session = createSession(queryClient, () => router)
  const router: AppRouter = createAppRouter({ queryClient, session, secrets: new Map() }, history)
  return { queryClient, session, router }
}

export function App({ history }: { history?: RouterHistory }) {
  const [{ queryClient, session, router }] = useState(() => createApp(history))
  // Before the router asks anything: its first answer may have something to tell the other tabs.
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

/** Each page starts at its heading, for people who read by ear or by keyboard; a first visit starts where the browser says. */
const startAtHeadings = (router: AppRouter) =>
  router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
    if (fromLocation && pathChanged) document.querySelector('h1')?.focus()
  })
