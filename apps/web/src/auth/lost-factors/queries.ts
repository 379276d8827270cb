import { askForFactorReset, cancelFactorReset, keepFactors } from '@latchkey/contracts/auth/lost-factors'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { factorsQuery } from '../factors/query.ts'

/** Asks to remove all second factors, from an unfinished sign-in. Resolves to when that happens. */
export function useAskForFactorReset() {
  return useMutation({
    mutationFn: async (challenge: string) => (await call(askForFactorReset, { challenge })).data.resetAt,
    gcTime: 0,
  })
}

/** Cancels the request in a session. */
export function useCancelFactorReset() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => call(cancelFactorReset, {}),
    onSuccess: () => queryClient.setQueryData(factorsQuery.queryKey, known => known && { ...known, resetAt: null }),
  })
}

/** Cancels the request by the button of its mail. No session ends. */
export function useKeepFactors() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (token: string) => call(keepFactors, { token }),
    onSuccess: () => void queryClient.invalidateQueries(factorsQuery),
    gcTime: 0,
  })
}
