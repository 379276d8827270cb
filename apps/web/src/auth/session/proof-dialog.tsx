import type { SecondStep } from '@latchkey/contracts/auth/signed-in'
import { useId, useState } from 'react'
import { DialogFrame } from '../../platform/ui/dialog-frame.tsx'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { signedOutSentence } from './end-reasons.ts'
import { FactorProofForm } from './factor-proof-form.tsx'
import type { SessionEnd } from './machine.ts'
import { NothingToConfirm } from './nothing-to-confirm.tsx'
import { PasswordProofForm } from './password-proof-form.tsx'
import { useAsked } from './prove-again.ts'
import { ProviderProof } from './provider-proof.tsx'
import { SignInAgainForm } from './sign-in-again-form.tsx'

interface Props {
  open: boolean
  /** How the session ended, if it did. Then the dialog signs in again. */
  ended: SessionEnd | undefined
  email: string
  onGiven: () => void
  onClose: () => void
}

/** Asks in a dialog for what proves the person: the password, a second factor, or both. The page below stays as it is. */
export function ProofDialog({ open, ended, email, onGiven, onClose }: Props) {
  const words = useWords()
  const { proof } = words
  const introId = useId()
  const [busy, setBusy] = useState(false)
  const [unfinished, setUnfinished] = useState<SecondStep>()
  const [isLate, setLate] = useState(false)
  const asked = useAsked(open && !ended)
  const factors = unfinished?.methods ?? (ended ? [] : (asked?.methods ?? []).filter(method => method !== 'password'))
  const needsFactor = factors.length > 0
  const shared = { introId, onBusy: setBusy, onClose }
  const title = needsFactor || asked?.methods.length === 0 ? proof.confirmFactorTitle : proof.confirmTitle
  const address = (
    <strong key="address" className="font-medium wrap-anywhere text-ink">
      <bdi>{email}</bdi>
    </strong>
  )
  const why = ended && rich(proof.againIntro(signedOutSentence(words, ended, true) ?? '', address))
  return (
    <DialogFrame
      open={open && (ended !== undefined || asked !== undefined)}
      busy={busy}
      title={ended ? proof.againTitle : title}
      describedBy={introId}
      onClose={onClose}
    >
      {needsFactor ? (
        <FactorProofForm
          {...shared}
          methods={factors}
          unfinished={unfinished}
          onGiven={onGiven}
          onLate={() => {
            setLate(true)
            setUnfinished(undefined)
          }}
        />
      ) : ended ? (
        <SignInAgainForm
          {...shared}
          intro={isLate ? words.signIn.hasEnded : why}
          email={email}
          onStep={setUnfinished}
        />
      ) : asked?.methods.length === 0 ? (
        asked.providers.length === 0 ? (
          <NothingToConfirm introId={introId} onClose={onClose} />
        ) : (
          <ProviderProof introId={introId} providers={asked.providers} onClose={onClose} />
        )
      ) : (
        <PasswordProofForm
          {...shared}
          intro={rich(proof.confirmIntro(address))}
          email={email}
          signsIn={false}
          onGiven={() => onGiven()}
        />
      )}
    </DialogFrame>
  )
}
