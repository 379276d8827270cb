import { pages } from '@latchkey/contracts/pages'
import { useState } from 'react'
import { useLazyPart } from '../../platform/lazy-part.ts'
import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { useHeadingFocus } from '../../platform/ui/use-heading-focus.ts'
import { useToast } from '../../platform/ui/use-toast.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { usePasskeySupport } from '../passkeys/support.ts'
import { SessionDialog } from '../session/session-dialog.tsx'
import { useMe } from '../session/use-session.ts'
import { ActivateAppForm, type NewApp } from './activate-app-form.tsx'
import { NameAppForm } from './name-app-form.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { RequiredNote } from './required-note.tsx'
import { useLeave } from './use-leave.ts'

/** Adds an authenticator app: its name, its key, its first code, and the recovery codes with the first one. */
export function AddAppPage() {
  const me = useMe()
  return (
    me && (
      <>
        <AddApp key={me.user.id} />
        <SessionDialog email={me.user.email} />
      </>
    )
  )
}

function AddApp() {
  const { factors: words } = useWords()
  const toast = useToast()
  const [app, setApp] = useState<NewApp>()
  const [codes, setCodes] = useState<readonly string[]>()
  useHeadingFocus(app)
  const leave = useLeave()
  const isSupported = usePasskeySupport()
  // Ready when the name is given. The code can also be typed.
  const qrCode = useLazyPart('qr-code', loadQrCode)
  if (codes) return <RecoveryCodes codes={codes} onSaved={leave} />
  return (
    <>
      <PageHeading title={words.appTitle}>{words.appTitle}</PageHeading>
      <RequiredNote other={isSupported && { to: pages.addPasskey, label: words.passkeyInstead }} />
      {app ? (
        <ActivateAppForm
          app={app}
          qrCode={qrCode}
          onAdded={made => {
            if (made) return setCodes(made)
            toast({ text: words.isAdded, icon: 'check' })
            void leave()
          }}
          onStartAgain={() => setApp(undefined)}
        />
      ) : (
        <NameAppForm onMade={setApp} />
      )}
    </>
  )
}

const loadQrCode = async () => (await import('./qr-code.tsx')).QrCode
