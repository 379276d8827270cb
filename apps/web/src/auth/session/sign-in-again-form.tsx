import type { SecondStep } from '@latchkey/contracts/auth/signed-in'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { factorsQuery } from '../factors/query.ts'
import { hasPasskeys } from '../passkeys/support.ts'
import { OtherWays } from '../second-step/other-ways.tsx'
import { PasskeyAgainForm } from './passkey-again-form.tsx'
import { PasswordProofForm } from './password-proof-form.tsx'

interface Props {
  intro: ReactNode
  introId: string
  email: string
  /** The sign-in needs this second step. */
  onStep: (step: SecondStep) => void
  onBusy: (busy: boolean) => void
  onClose: () => void
}

/** Signs in again over a held page, in a way that the person has. */
export function SignInAgainForm({ email, onStep, ...form }: Props) {
  const ways = useWaysIn()
  const [way, setWay] = useState(ways[0])
  return (
    <>
      {way === 'passkey' ? (
        <PasskeyAgainForm {...form} />
      ) : (
        <PasswordProofForm {...form} email={email} signsIn onGiven={step => step && onStep(step)} />
      )}
      <OtherWays methods={ways} chosen={way} onChoose={setWay} />
    </>
  )
}

type Way = 'password' | 'passkey'

/** As far as this page learned it before the session ended. Otherwise both, as on the sign-in page. */
function useWaysIn(): [Way, ...Way[]] {
  const factors = useQueryClient().getQueryData(factorsQuery.queryKey)
  const hasPasskey = hasPasskeys() && (!factors || factors.passkeys.some(({ signsInAlone }) => signsInAlone))
  if (!hasPasskey) return ['password']
  return factors?.password === null ? ['passkey'] : ['password', 'passkey']
}
