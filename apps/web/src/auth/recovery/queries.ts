import { forgotPassword, notMe, resetPassword } from '@latchkey/contracts/auth/recovery'
import type { SentInput } from '@latchkey/contracts/endpoint'
import { useMutation } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { useSession } from '../session/use-session.ts'

/** Asks for a link to choose a new password. Gives back the address as the server writes it. */
export function useForgotPassword() {
  return useMutation({
    mutationFn: async (email: string) => (await call(forgotPassword, { email })).data.email,
  })
}

export function useResetPassword() {
  const { dispatch } = useSession()
  return useMutation({
    mutationFn: (typed: SentInput<typeof resetPassword>) => call(resetPassword, typed),
    onSuccess: () => dispatch(doubted),
    gcTime: 0,
  })
}

export function useNotMe() {
  const { dispatch } = useSession()
  return useMutation({
    mutationFn: (token: string) => call(notMe, { token }),
    onSuccess: () => dispatch(doubted),
    gcTime: 0,
  })
}

/** The session of this browser may have ended with the others: the next page asks. */
const doubted = { name: 'doubted' } as const
