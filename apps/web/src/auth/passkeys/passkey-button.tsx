import { type ReactNode, useState } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { failure } from '../../platform/ui/failure.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { passkeyRefusal } from './refused.ts'
import { usePasskeySupport } from './support.ts'
import { usePasskeySignIn } from './use-passkey-sign-in.ts'

/** Signs in with a passkey. A browser that cannot use one sees no button. */
export function PasskeyButton({ onSignedIn }: { onSignedIn: () => Promise<void> }) {
  const words = useWords().signIn
  const isSupported = usePasskeySupport()
  const [busy, setBusy] = useState(false)
  const [sentence, setSentence] = useState<ReactNode>()
  const onError = (error: unknown) => setSentence(passkeyRefusal(error, words.passkeyRefused) ?? failure(error))
  const open = usePasskeySignIn({ isSupported, onSignedIn, onError })
  if (!isSupported) return null
  return (
    <div className="mt-3">
      <Button
        busy={busy}
        working={words.passkeyWorking}
        className="h-12 w-full"
        onClick={() => {
          setBusy(true)
          setSentence(undefined)
          void open()
            .catch(onError)
            .finally(() => setBusy(false))
        }}
      >
        {words.passkey}
      </Button>
      <p role="alert" className="text-small text-loss not-empty:mt-2">
        {sentence}
      </p>
    </div>
  )
}
