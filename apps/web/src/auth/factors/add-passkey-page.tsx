import { pages } from '@latchkey/contracts/pages'
import { useState } from 'react'
import { Navigate } from '../../platform/router/use-router.ts'
import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { useToast } from '../../platform/ui/use-toast.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { usePasskeySupport } from '../passkeys/support.ts'
import { SessionDialog } from '../session/session-dialog.tsx'
import { useMe } from '../session/use-session.ts'
import { CreatePasskeyForm } from './create-passkey-form.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { RequiredNote } from './required-note.tsx'
import { useLeave } from './use-leave.ts'

/** Adds a passkey, and shows the recovery codes with the first factor. */
export function AddPasskeyPage() {
  const me = useMe()
  const isSupported = usePasskeySupport()
  // The layout would lead a person who must add a factor away from any other page.
  if (!isSupported) return <Navigate to={me?.mustAddFactor ? pages.addApp : pages.security} replace />
  return (
    me && (
      <>
        <AddPasskey key={me.user.id} />
        <SessionDialog email={me.user.email} />
      </>
    )
  )
}

function AddPasskey() {
  const { factors: words } = useWords()
  const toast = useToast()
  const [codes, setCodes] = useState<readonly string[]>()
  const leave = useLeave()
  if (codes) return <RecoveryCodes codes={codes} onSaved={leave} />
  return (
    <>
      <PageHeading title={words.addPasskey}>{words.addPasskey}</PageHeading>
      <RequiredNote other={{ to: pages.addApp, label: words.appInstead }} />
      <CreatePasskeyForm
        onAdded={made => {
          if (made) return setCodes(made)
          toast({ text: words.passkeyAdded, icon: 'check' })
          void leave()
        }}
      />
    </>
  )
}
