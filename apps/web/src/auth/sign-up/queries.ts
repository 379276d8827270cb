import { resend, signUp, verify } from '@latchkey/contracts/auth/sign-up'
import type { SentInput } from '@latchkey/contracts/endpoint'
import { useMutation } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { useSession } from '../session/use-session.ts'
import { enter } from '../sign-in/queries.ts'

/** Signs up. Only a mail tells the result. Resolves to the address as the server normalised it. */
export function useSignUp() {
  return useMutation({
    mutationFn: async (typed: SentInput<typeof signUp>) => (await call(signUp, typed)).data.email,
    gcTime: 0,
  })
}

/** Sends the mail of a sign-up again. */
export function useResend() {
  return useMutation({ mutationFn: (email: string) => call(resend, { email }) })
}

/** Proves an address. In the browser that signed up, this also signs in. */
export function useVerify() {
  const session = useSession()
  return useMutation({
    mutationFn: (proof: SentInput<typeof verify>) => enter(session, async () => (await call(verify, proof)).data),
    gcTime: 0,
  })
}
