import {
  changeEmail,
  changeName,
  changePassword,
  confirmEmail,
  deleteUser,
  exportUser,
} from '@latchkey/contracts/auth/account'
import type { User } from '@latchkey/contracts/auth/users'
import type { SentInput } from '@latchkey/contracts/endpoint'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { sessionsQuery } from '../devices/queries.ts'
import { useConfirmed } from '../session/keeper.ts'
import { useSession } from '../session/use-session.ts'

export function useChangeName() {
  const confirmed = useConfirmed()
  const keep = useKeepUser()
  return useMutation({
    mutationFn: async (name: string | null) => (await confirmed(() => call(changeName, { name }))).data,
    onSuccess: keep,
  })
}

/** Gives back how many other sessions ended by it. */
export function useChangePassword() {
  const confirmed = useConfirmed()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (typed: SentInput<typeof changePassword>) =>
      (await confirmed(() => call(changePassword, typed))).data.revoked,
    onSuccess: () => void queryClient.invalidateQueries(sessionsQuery),
    gcTime: 0,
  })
}

/** Asks for another address. Gives it back as the server writes it. */
export function useChangeEmail() {
  const confirmed = useConfirmed()
  return useMutation({
    mutationFn: async (email: string) => (await confirmed(() => call(changeEmail, { email }))).data.email,
  })
}

export function useConfirmEmail() {
  const keep = useKeepUser()
  return useMutation({
    mutationFn: async (token: string) => (await call(confirmEmail, { token })).data,
    onSuccess: keep,
    gcTime: 0,
  })
}

export function useExport() {
  const confirmed = useConfirmed()
  return useMutation({
    mutationFn: async () => (await confirmed(() => call(exportUser, {}))).data,
    gcTime: 0,
  })
}

/** Deletes the account, and leaves. */
export function useDeleteUser() {
  const { dispatch } = useSession()
  const confirmed = useConfirmed()
  return useMutation({
    mutationFn: () => confirmed(() => call(deleteUser, {})),
    onSuccess: () =>
      dispatch({ name: 'ended', end: { code: 'session_ended', reason: 'account_deleted' }, by: 'person' }),
  })
}

/** Shows the changed person on this page, and in the other tabs. */
function useKeepUser() {
  const { dispatch } = useSession()
  return (user: User) => dispatch({ name: 'user-changed', user })
}
