import { cancelEmailByLink, undoDeletion } from '@latchkey/contracts/auth/account'
import { forgotPassword, keepAccount, notMe, resetPassword } from '@latchkey/contracts/auth/recovery'
import type { SentInput } from '@latchkey/contracts/endpoint'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { pendingEmailQuery } from '../account/queries.ts'
import { useSession } from '../session/use-session.ts'

/** Requests a link to choose a new password. Resolves to the address as the server normalised it. */
export function useForgotPassword() {
  return useMutation({
    mutationFn: async (email: string) => (await call(forgotPassword, { email })).data.email,
  })
}

/** Sets a new password with the secret of a mailed link. */
export function useResetPassword() {
  const { dispatch } = useSession()
  return useMutation({
    mutationFn: (typed: SentInput<typeof resetPassword>) => call(resetPassword, typed),
    onSuccess: () => dispatch(doubted),
    gcTime: 0,
  })
}

/** Answers a security mail with "This wasn't me". */
export function useNotMe() {
  const { dispatch } = useSession()
  return useMutation({
    mutationFn: (token: string) => call(notMe, { token }),
    onSuccess: () => dispatch(doubted),
    gcTime: 0,
  })
}

/** Answers the mail about a deletion with "Keep my account". */
export function useKeepAccount() {
  const { dispatch } = useSession()
  return useMutation({
    mutationFn: (token: string) => call(keepAccount, { token }),
    onSuccess: () => dispatch(doubted),
    gcTime: 0,
  })
}

/** Cancels a change of address. No session ends. */
export function useCancelEmailByLink() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (token: string) => call(cancelEmailByLink, { token }),
    onSuccess: () => void queryClient.invalidateQueries(pendingEmailQuery),
    gcTime: 0,
  })
}

/** Undoes the deletion that this page asked for. */
export function useUndoDeletion() {
  return useMutation({ mutationFn: (token: string) => call(undoDeletion, { token }), gcTime: 0 })
}

/** This browser's session may have ended too, so the next page asks again. */
const doubted = { name: 'doubted' } as const
