import { type ReactNode, useEffect, useState } from 'react'
import { SessionDialog } from '../session/session-dialog.tsx'
import { useMe } from '../session/use-session.ts'
import { NoSuchPage } from './no-such-page.tsx'

/** A page for admins. To everybody else there is no such page; the API guards the data. */
export function ForAdmins({ children }: { children: ReactNode }) {
  const me = useMe()
  // Its first request may need a proof, so the page waits for the dialog that asks for it.
  const [hasDialog, setHasDialog] = useState(false)
  useEffect(() => setHasDialog(true), [])
  if (!me?.isAdmin) return <NoSuchPage />
  return (
    <>
      <SessionDialog email={me.user.email} />
      {hasDialog && children}
    </>
  )
}
