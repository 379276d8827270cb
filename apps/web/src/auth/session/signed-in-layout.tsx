import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Header } from '../../platform/ui/layout/header.tsx'
import { MainArea } from '../../platform/ui/layout/main-area.tsx'
import { followSession } from './follow-session.ts'
import { sessionQuery } from './queries.ts'
import { SignOutButton } from './sign-out-button.tsx'

/** What all signed-in pages share: who it is, where to go, and the way out. */
export function SignedInLayout() {
  const { data: me } = useQuery(sessionQuery)
  const router = useRouter()
  const queryClient = useQueryClient()
  const sessionId = me?.session.id
  useEffect(
    () => (sessionId ? followSession(router, queryClient, sessionId) : undefined),
    [router, queryClient, sessionId],
  )
  return (
    <>
      <Header person={me?.user.email} signOut={<SignOutButton />} />
      <MainArea className="mx-auto max-w-[47rem] px-4 pt-10 sm:px-6 sm:pt-14">
        <Outlet />
      </MainArea>
    </>
  )
}
