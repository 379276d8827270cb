import { type ListedProvider, providers } from '@latchkey/contracts/auth/listed-providers'
import type { SecondStep } from '@latchkey/contracts/auth/signed-in'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { call } from '../../platform/api-client.ts'
import { Button } from '../../platform/ui/button.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { factorsQuery } from '../factors/query.ts'
import { hasPasskeys } from '../passkeys/support.ts'
import { OtherWays } from '../second-step/other-ways.tsx'
import { KeepSignedIn } from '../sign-in/keep-signed-in.tsx'
import { PasskeyAgainForm } from './passkey-again-form.tsx'
import { PasswordProofForm } from './password-proof-form.tsx'
import { ProvidersAgain } from './providers-again.tsx'

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
  const { shell } = useWords()
  const listed = useProviders()
  const ways = useWaysIn(listed)
  const [chosen, setWay] = useState<Way>()
  const way = chosen ?? ways[0]
  const isOffered = listed !== undefined && listed.length > 0
  return (
    <>
      {way === 'passkey' ? (
        <PasskeyAgainForm {...form} />
      ) : way === 'password' ? (
        <PasswordProofForm {...form} email={email} signsIn onGiven={step => step && onStep(step)} />
      ) : (
        <>
          <p id={form.introId} className="mt-2 mb-4">
            {form.intro}
          </p>
          <KeepSignedIn />
        </>
      )}
      <OtherWays methods={ways} chosen={way} onChoose={setWay} />
      {isOffered && <ProvidersAgain providers={listed} />}
      {way === undefined && (
        <div className="mt-4 flex justify-end">
          <Button onClick={form.onClose}>{shell.leave}</Button>
        </div>
      )}
    </>
  )
}

type Way = 'password' | 'passkey'

/** The providers that the sign-in page offers. Undefined while that is not known. */
function useProviders(): readonly ListedProvider[] | undefined {
  const [listed, setListed] = useState<readonly ListedProvider[]>()
  useEffect(() => {
    call(providers, {}).then(
      ({ data }) => setListed(data),
      // The other ways work without it.
      () => setListed([]),
    )
  }, [])
  return listed
}

/**
 * What signs in besides a provider, as far as this page learned it before the session ended. Otherwise both, as on the sign-in page.
 * Empty for a person who has only a provider.
 */
function useWaysIn(listed: readonly ListedProvider[] | undefined): Way[] {
  const factors = useQueryClient().getQueryData(factorsQuery.queryKey)
  if (!factors) return hasPasskeys() ? ['password', 'passkey'] : ['password']
  const { passkeys, password } = factors
  const hasPasskey = hasPasskeys() && passkeys.some(({ signsInAlone }) => signsInAlone)
  if (password) return hasPasskey ? ['password', 'passkey'] : ['password']
  // Without a password, a passkey that may sign in alone is better than a field that nothing fits.
  if (hasPasskeys() && passkeys.length > 0) return ['passkey']
  return listed?.length === 0 ? ['password'] : []
}
