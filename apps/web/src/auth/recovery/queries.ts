import { forgotPassword, notMe, resetPassword } from '@latchkey/contracts/auth/recovery'
import type { SentInput } from '@latchkey/contracts/endpoint'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { sessionQuery } from '../session/queries.ts'

/** Asks for a link to choose a new password. Gives back the address as the server writes it. */
export function useForgotPassword() {
  return useMutation({
    mutationFn: async (email: string) => (await call(forgotPassword, { email })).data.email,
  })
}

export function useResetPassword() {
  const forgetMe = useForgetMe()
  return useMutation({
    mutationFn: (typed: SentInput<typeof resetPassword>) => call(resetPassword, typed),
    onSuccess: forgetMe,
    gcTime: 0,
  })
}

export function useNotMe() {
  const forgetMe = useForgetMe()
  return useMutation({ mutationFn: (token: string) => call(notMe, { token }), onSuccess: forgetMe, gcTime: 0 })
}

/** The session of this browser may have ended with the others: the next page asks. */
function useForgetMe() {
  const queryClient = useQueryClient()
  return () => queryClient.removeQueries(sessionQuery)
}
