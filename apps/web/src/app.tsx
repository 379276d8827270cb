import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type RouterHistory, RouterProvider } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { sessionsQuery } from './auth/devices/queries.ts'
import { endByProblem, endSession, findMe } from './auth/session/end-session.ts'
import { forgetSignOut } from './auth/session/late-sign-out.ts'
import { meetAgain } from './auth/session/meet-again.ts'
import { hearOtherTabs } from './auth/session/tabs.ts'
import { createQueryClient } from './platform/query-client.ts'
import { type AppRouter, createAppRouter } from './router.tsx'

/** The app, its parts tied together. */
export function App({ history }: { history?: RouterHistory }) {
  const [{ queryClient, router }] = useState(() => {
    const queryClient = createQueryClient(problem => endByProblem(router, queryClient, problem))
    const router: AppRouter = createAppRouter(queryClient, history)
    return { queryClient, router }
  })
  useEffect(() => followOtherTabs(router, queryClient), [router, queryClient])
  useEffect(() => startAtHeadings(router), [router])
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  )
}

const followOtherTabs = (router: AppRouter, queryClient: QueryClient) =>
  hearOtherTabs(async message => {
    if (message === 'sessions-changed') return queryClient.invalidateQueries(sessionsQuery)
    if (message === 'signed-out') return endSession(router, queryClient, { code: 'signed_out_elsewhere' })
    if (message === 'signed-in') {
      forgetSignOut()
      return meetAgain(router, queryClient)
    }
    const me = findMe(queryClient)
    // A late word of a session that has since given way to another: this page is for the new one.
    if (me && message.sessionId && message.sessionId !== me.session.id) return
    endSession(router, queryClient, message.ended)
  })

/** Whoever reads by ear or by keyboard starts each page at its heading; a first visit starts where the browser says. */
const startAtHeadings = (router: AppRouter) =>
  router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
    if (fromLocation && pathChanged) document.querySelector('h1')?.focus()
  })
