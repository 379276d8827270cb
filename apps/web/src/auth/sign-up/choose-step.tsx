import { type ReactNode, useState } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import type { Errors } from '../../platform/ui/error-summary.tsx'
import { Door } from '../../platform/ui/layout/door.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { useHeadingFocus } from '../../platform/ui/use-heading-focus.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { RecoveryCodes } from '../factors/recovery-codes.tsx'
import { usePasskeySupport } from '../passkeys/support.ts'
import { ChoosePasswordForm } from './choose-password-form.tsx'
import { CreateFirstPasskeyForm } from './create-first-passkey-form.tsx'

export type Way = 'password' | 'passkey'

interface Props {
  /** What proves the address. */
  proof: { code: string } | { token: string }
  /** For password managers, and the file of the recovery codes. */
  address: string | undefined
  /** The way to begin with, if this browser has passkeys. */
  first: Way
  passwordIntro: string
  /** `isSignedIn` in the browser that signed up. */
  onDone: (way: Way, isSignedIn: boolean) => void
  errorsOf: (error: unknown) => Errors | undefined
}

/** Chooses how to sign in, once the address is proven: by a passkey, with its recovery codes, or by a password. */
export function ChooseStep({ proof, address, first, passwordIntro, onDone, errorsOf }: Props) {
  const words = useWords()
  const isSupported = usePasskeySupport()
  const [chosen, setChosen] = useState(first)
  const [made, setMade] = useState<{ codes: readonly string[]; isSignedIn: boolean }>()
  const way = isSupported ? chosen : 'password'
  useHeadingFocus(way)
  if (made)
    return (
      <Door>
        <RecoveryCodes codes={made.codes} email={address} onSaved={() => onDone('passkey', made.isSignedIn)} />
      </Door>
    )
  const { usePasskey, usePassword, title } = words.signUpByPasskey
  const others: ReactNode = isSupported && (
    <div className="mt-6 border-t border-line pt-4">
      <Button look="quiet" className="-ms-3" onClick={() => setChosen(way === 'passkey' ? 'password' : 'passkey')}>
        {way === 'passkey' ? usePassword : usePasskey}
      </Button>
    </div>
  )
  return (
    <NarrowPage key={way} title={way === 'passkey' ? title : words.signUp.chooseTitle} describedBy={introId}>
      {way === 'passkey' ? (
        <CreateFirstPasskeyForm proof={proof} introId={introId} onMade={setMade} errorsOf={errorsOf} />
      ) : (
        <ChoosePasswordForm
          proof={proof}
          address={address}
          introId={introId}
          intro={passwordIntro}
          onDone={isSignedIn => onDone('password', isSignedIn)}
          errorsOf={errorsOf}
        />
      )}
      {others}
    </NarrowPage>
  )
}

const introId = 'choose-intro'
