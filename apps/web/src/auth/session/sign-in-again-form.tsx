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
  if (!hasPasskeys()) return ['password']
  if (!factors) return ['password', 'passkey']
  const { passkeys, password } = factors
  // Without a password, a passkey that may sign in alone is better than a field that nothing fits.
  if (!password) return passkeys.length > 0 ? ['passkey'] : ['password']
  return passkeys.some(({ signsInAlone }) => signsInAlone) ? ['password', 'passkey'] : ['password']
}
