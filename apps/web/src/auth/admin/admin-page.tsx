import { pages } from '@latchkey/contracts/pages'
import { Id } from '@latchkey/contracts/values'
import type { ReactNode } from 'react'
import { useLocation } from '../../platform/router/use-router.ts'
import { SessionDialog } from '../session/session-dialog.tsx'
import { useMe } from '../session/use-session.ts'
import { NoSuchPage } from './no-such-page.tsx'
import { People } from './people.tsx'
import { Person } from './person.tsx'

/** The pages for admins: all people, or one of them. */
export function AdminPage() {
  const { pathname, search } = useLocation()
  if (pathname === pages.people)
    return (
      <ForAdmins key={pathname}>
        <People />
      </ForAdmins>
    )
  const id = Id.safeParse(new URLSearchParams(search).get('id')).data
  return <ForAdmins key={pathname}>{id ? <Person key={id} id={id} /> : <NoSuchPage />}</ForAdmins>
}

/** To everybody else there is no such page; the API guards the data. */
function ForAdmins({ children }: { children: ReactNode }) {
  const me = useMe()
  if (!me?.isAdmin) return <NoSuchPage />
  return (
    <>
      <SessionDialog email={me.user.email} />
      {children}
    </>
  )
}
