import { pages } from '@latchkey/contracts/pages'
import { useState } from 'react'
import { Navigate, useRouter } from '../../platform/router/use-router.ts'
import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { useToast } from '../../platform/ui/use-toast.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { usePasskeySupport } from '../passkeys/support.ts'
import { SessionDialog } from '../session/session-dialog.tsx'
import { useMe } from '../session/use-session.ts'
import { CreatePasskeyForm } from './create-passkey-form.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

/** Adds a passkey, and shows the recovery codes with the first factor. */
export function AddPasskeyPage() {
  const me = useMe()
  const isSupported = usePasskeySupport()
  if (!isSupported) return <Navigate to={pages.security} replace />
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
  const { navigate } = useRouter()
  const toast = useToast()
  const [codes, setCodes] = useState<readonly string[]>()
  const leave = () => navigate({ to: pages.security, replace: true })
  if (codes) return <RecoveryCodes codes={codes} onSaved={leave} />
  return (
    <>
      <PageHeading title={words.addPasskey}>{words.addPasskey}</PageHeading>
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
