import { confirm, confirmOptions } from '@latchkey/contracts/auth/confirmation'
import type { ListedProvider } from '@latchkey/contracts/auth/listed-providers'
import { passkeyOptions, signInWithPasskey } from '@latchkey/contracts/auth/passkeys'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import type { FactorMethod, SecondStep } from '@latchkey/contracts/auth/signed-in'
import type { SentInput } from '@latchkey/contracts/endpoint'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '../../platform/api-client.ts'
import { getPasskey } from '../passkeys/browser.ts'
import { wholeProof } from '../second-step/whole-proof.ts'
import { enter, type TypedCredentials } from '../sign-in/queries.ts'
import { useSession } from './use-session.ts'

/** What a dialog may ask for. */
export interface Asked {
  methods: readonly ('password' | FactorMethod)[]
  providers: readonly ListedProvider[]
}

/**
 * Signs in again over a held page. If a request waits, it also confirms with the same password. Signing in alone does not
 * confirm, so the request would ask for the password again. Resolves to the second step if one is needed.
 */
export function useSignInAgain() {
  const session = useSession()
  return useMutation({
    mutationFn: async (typed: TypedCredentials): Promise<SecondStep | undefined> => {
      const entry = await enter(session, async () => {
        const answer = await call(signIn, { ...typed, delivery: 'cookie' })
        // If this fails, the request itself asks for the password.
        if (answer.status === 200 && session.getKeeper()?.isUnderWay())
          await call(confirm, { password: typed.password }).catch(() => undefined)
        return answer.data
      })
      return 'challenge' in entry ? entry : undefined
    },
    gcTime: 0,
  })
}

/** Signs in again with a passkey. A request that waits then asks for it once more: a challenge is signed for one purpose only. */
export function usePasskeyAgain() {
  const session = useSession()
  return useMutation({
    mutationFn: async (remember: boolean): Promise<void> => {
      const { challenge, options } = (await call(passkeyOptions, {})).data
      const body = { challenge, credential: await getPasskey(options), remember, delivery: 'cookie' } as const
      await enter(session, async () => (await call(signInWithPasskey, body)).data)
    },
    gcTime: 0,
  })
}

/** Confirms who is signed in. The cookie then holds a new token. */
export function useConfirm() {
  return useMutation({ mutationFn: (proof: SentInput<typeof confirm>) => call(confirm, proof), gcTime: 0 })
}

/** What this session can be confirmed with. Undefined while that is not known: the dialog waits, so that nothing in it changes. */
export function useAsked(isNeeded: boolean): Asked | undefined {
  const { handleError } = useSession()
  const [asked, setAsked] = useState<Asked>()
  useEffect(() => {
    if (!isNeeded) return
    call(confirmOptions, {}).then(
      ({ data }) => setAsked(data),
      error => {
        handleError(error)
        // The answer to the password then says what is wrong.
        setAsked({ methods: ['password'], providers: [] })
      },
    )
  }, [handleError, isNeeded])
  return asked
}

/** Too many passkeys were asked for in this session. The other ways work. */
export class NoPasskeyNowError extends Error {}

/** What confirms the session by a factor. A passkey answers options that the server makes for this session. */
export async function confirmationOf(typed: {
  method: FactorMethod
  code: string
}): Promise<SentInput<typeof confirm>> {
  let challenge: string | undefined
  const proof = await wholeProof(typed, async () => {
    const { passkey } = (await call(confirmOptions, {})).data
    if (!passkey) throw new NoPasskeyNowError()
    challenge = passkey.challenge
    return passkey.options
  })
  return { ...proof, ...(challenge !== undefined && { challenge }) }
}
