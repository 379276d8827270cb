import { changePassword } from '@latchkey/contracts/auth/account'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { removePassword, setPassword } from '@latchkey/contracts/auth/passkeys'
import type { SentInput } from '@latchkey/contracts/endpoint'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../platform/api-client.ts'
import { sessionsQuery } from '../../devices/queries.ts'
import { factorsQuery } from '../../factors/query.ts'
import { useConfirmed } from '../../session/keeper.ts'
import { confirmationOf } from '../../session/prove-again.ts'
import { passwordQuery } from '../overview/queries.ts'
import { pendingEmailQuery } from '../queries.ts'

/** Changes the password. Resolves to the number of other sessions that this ended. */
export function useChangePassword() {
  const confirmed = useConfirmed()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: async (typed: SentInput<typeof changePassword>) =>
      (await confirmed(() => call(changePassword, typed))).data.revoked,
    onSuccess: refresh,
    gcTime: 0,
  })
}

/** Sets a password for a person who has none. Resolves to the number of other sessions that this ended. */
export function useSetPassword() {
  const confirmed = useConfirmed()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: async (typed: SentInput<typeof setPassword>) =>
      (await confirmed(() => call(setPassword, typed))).data.revoked,
    // Another tab may have set one.
    onSettled: refresh,
    gcTime: 0,
  })
}

/**
 * Removes the password. It asks for the passkey itself, and not in the dialog: only a passkey will do, and it must be seen to work
 * before the password goes.
 */
export function useRemovePassword() {
  const confirmed = useConfirmed()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: async () => {
      const proof = await confirmed(() => confirmationOf({ method: 'passkey', code: '' }))
      await confirmed(() => call(confirm, proof))
      await call(removePassword, {})
    },
    onSettled: refresh,
    gcTime: 0,
  })
}

/** A change of the password also ends other sessions, and voids mailed links. */
function useRefresh() {
  const queryClient = useQueryClient()
  return () => {
    void queryClient.invalidateQueries(sessionsQuery)
    void queryClient.invalidateQueries(pendingEmailQuery)
    void queryClient.invalidateQueries(passwordQuery)
    void queryClient.invalidateQueries(factorsQuery)
  }
}
