import { pages } from '@latchkey/contracts/pages'
import { useState } from 'react'
import { useRouter } from '../../platform/router/use-router.ts'
import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { useToast } from '../../platform/ui/use-toast.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { SessionDialog } from '../session/session-dialog.tsx'
import { useMe } from '../session/use-session.ts'
import { ActivateAppForm, type NewApp } from './activate-app-form.tsx'
import { NameAppForm } from './name-app-form.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

/** Adds an authenticator app: its name, its key, its first code, and the recovery codes with the first one. */
export function AddAppPage() {
  const me = useMe()
  return (
    me && (
      <>
        <AddApp key={me.user.id} isRequired={me.mustAddFactor === true} />
        <SessionDialog email={me.user.email} />
      </>
    )
  )
}

function AddApp({ isRequired }: { isRequired: boolean }) {
  const { factors: words } = useWords()
  const { navigate } = useRouter()
  const toast = useToast()
  const [app, setApp] = useState<NewApp>()
  const [codes, setCodes] = useState<readonly string[]>()
  // It is no longer required once the app is added, and the person still came for that.
  const [wasRequired] = useState(isRequired)
  const leave = () => navigate({ to: wasRequired ? pages.home : pages.security, replace: true })
  if (codes) return <RecoveryCodes codes={codes} onSaved={leave} />
  return (
    <>
      <PageHeading title={words.appTitle}>{words.appTitle}</PageHeading>
      {isRequired && <p className="mt-4 border-s-2 border-warning ps-4">{words.appRequired}</p>}
      {app ? (
        <ActivateAppForm
          app={app}
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
