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
import { useRouter } from '@tanstack/react-router'
import { call } from '../../platform/api-client.ts'
import { sessionsQuery } from '../devices/queries.ts'
import { endSession, findMe } from '../session/end-session.ts'
import { sessionQuery } from '../session/queries.ts'
import { tellOtherTabs } from '../session/tabs.ts'
import { withConfirmation } from '../session/with-confirmation.ts'

export function useChangeName() {
  const keep = useKeepUser()
  return useMutation({
    mutationFn: async (name: string | null) => (await withConfirmation(() => call(changeName, { name }))).data,
    onSuccess: keep,
  })
}

/** Gives back how many other sessions ended by it. */
export function useChangePassword() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (typed: SentInput<typeof changePassword>) =>
      (await withConfirmation(() => call(changePassword, typed))).data.revoked,
    onSuccess: () => void queryClient.invalidateQueries(sessionsQuery),
    gcTime: 0,
  })
}

/** Asks for another address. Gives it back as the server writes it. */
export function useChangeEmail() {
  return useMutation({
    mutationFn: async (email: string) => (await withConfirmation(() => call(changeEmail, { email }))).data.email,
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
  return useMutation({
    mutationFn: async () => (await withConfirmation(() => call(exportUser, {}))).data,
    gcTime: 0,
  })
}

/** Deletes the account, and leaves. */
export function useDeleteUser() {
  const router = useRouter()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => withConfirmation(() => call(deleteUser, {})),
    onSuccess() {
      const ended = { code: 'session_ended', reason: 'account_deleted' } as const
      const me = findMe(queryClient)
      tellOtherTabs({ ended, ...(me && { sessionId: me.session.id }) })
      endSession(router, queryClient, ended)
    },
  })
}

/** Shows the changed person on this page, and in the other tabs. */
function useKeepUser() {
  const queryClient = useQueryClient()
  return (user: User) => {
    queryClient.setQueryData(sessionQuery.queryKey, me => me && { ...me, user })
    tellOtherTabs('signed-in')
  }
}
