import { resend, signUp, verify } from '@latchkey/contracts/auth/sign-up'
import type { SentInput } from '@latchkey/contracts/endpoint'
import { useMutation } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { useSession } from '../session/use-session.ts'
import { enter } from '../sign-in/queries.ts'

/** Asks for an account; what comes of it stands in a mail. Gives back the address as the server writes it. */
export function useSignUp() {
  return useMutation({
    mutationFn: async (typed: SentInput<typeof signUp>) => (await call(signUp, typed)).data.email,
    gcTime: 0,
  })
}

export function useResend() {
  return useMutation({ mutationFn: (email: string) => call(resend, { email }) })
}

/** Proves an address; in the browser that asked for the account, that signs in. */
export function useVerify() {
  const session = useSession()
  return useMutation({
    mutationFn: (proof: SentInput<typeof verify>) => enter(session, async () => (await call(verify, proof)).data),
    gcTime: 0,
  })
}
