import { askForCode, signInWithCode } from '@latchkey/contracts/auth/email-codes'
import type { SentInput } from '@latchkey/contracts/endpoint'
import { useMutation } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { useSession } from '../session/use-session.ts'
import { enter } from '../sign-in/queries.ts'
import { type AskedCode, keepAsked } from './asked-code.ts'

/** Asks for a code by mail, and keeps what this tab needs to use it. Only a mail tells whether there is an account. */
export function useAskForCode() {
  const { tab } = useSession()
  return useMutation({
    async mutationFn({ email, remember }: Omit<AskedCode, 'challenge'>): Promise<AskedCode> {
      const { challenge } = (await call(askForCode, { email, delivery: 'cookie' })).data
      const asked = { challenge, email, remember }
      keepAsked(tab, asked)
      return asked
    },
    gcTime: 0,
  })
}

/** Signs in with a mailed code, up to the second step if the person has a second factor. */
export function useSignInWithCode() {
  const session = useSession()
  return useMutation({
    mutationFn: (typed: SentInput<typeof signInWithCode>) =>
      enter(session, async () => (await call(signInWithCode, typed)).data),
    gcTime: 0,
  })
}
