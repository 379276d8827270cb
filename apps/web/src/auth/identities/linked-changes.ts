import { linkIdentity, unlinkIdentity } from '@latchkey/contracts/auth/identities'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { sessionsQuery } from '../devices/queries.ts'
import { useConfirmed } from '../session/keeper.ts'
import { landingOf } from './use-landing.ts'

/** Returns a function that begins to link an account at a provider. It resolves to the address of the provider's page. */
export function useAskToLink() {
  const confirmed = useConfirmed()
  return async (id: string) => (await confirmed(() => call(linkIdentity, { id, return: landingOf(id) }))).data.url
}

/** Unlinks an account. Sessions that it began end. */
export function useUnlink() {
  const confirmed = useConfirmed()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => confirmed(() => call(unlinkIdentity, { id })),
    onSuccess() {
      void queryClient.invalidateQueries(sessionsQuery)
      void queryClient.invalidateQueries({ queryKey: ['activity'] })
      return queryClient.invalidateQueries({ queryKey: ['identities'] })
    },
  })
}
