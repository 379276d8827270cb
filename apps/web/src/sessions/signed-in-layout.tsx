import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { Header } from '../ui/layout/header.tsx'
import { MainArea } from '../ui/layout/main-area.tsx'
import { sessionQuery } from './queries.ts'
import { SignOutButton } from './sign-out-button.tsx'

/** What all signed-in pages share: who it is, where to go, and the way out. */
export function SignedInLayout() {
  const { data: me } = useQuery(sessionQuery)
  return (
    <>
      <Header person={me?.user.email} signOut={<SignOutButton />} />
      <MainArea className="mx-auto max-w-[47rem] px-4 pt-10 sm:px-6 sm:pt-14">
        <Outlet />
      </MainArea>
    </>
  )
}
