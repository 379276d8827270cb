import {
  cancelEmail,
  changeEmail,
  changeLanguage,
  changeName,
  changeTimeZone,
  confirmEmail,
  deleteUser,
} from '@latchkey/contracts/auth/account'
import { exportUser } from '@latchkey/contracts/auth/export'
import type { User } from '@latchkey/contracts/auth/users'
import { pages } from '@latchkey/contracts/pages'
import type { Language } from '@latchkey/contracts/words/language'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { useSecrets } from '../../platform/mailed-secret.ts'
import { signalDetails } from '../passkeys/signals.ts'
import { useConfirmed } from '../session/keeper.ts'
import { useSession } from '../session/use-session.ts'
import { keepAddress, readKnownAddress } from '../sign-in/known-person.ts'
import { pendingEmailQuery } from './queries.ts'

/** Saves the name. `null` removes it. */
export function useChangeName() {
  const session = useSession()
  const confirmed = useConfirmed()
  const updateUser = useUpdateUser()
  return useMutation({
    mutationFn: async (name: string | null) => (await confirmed(() => call(changeName, { name }))).data,
    onSuccess(user) {
      updateUser(user)
      void signalDetails(session)
    },
  })
}

/** Saves the language of pages and mails. `null`: as the browser says. */
export function useChangeLanguage() {
  const confirmed = useConfirmed()
  const updateUser = useUpdateUser()
  return useMutation({
    mutationFn: async (language: Language | null) => (await confirmed(() => call(changeLanguage, { language }))).data,
    onSuccess: updateUser,
  })
}

/** Saves the time zone of pages and mails. */
export function useChangeTimeZone() {
  const confirmed = useConfirmed()
  const updateUser = useUpdateUser()
  return useMutation({
    mutationFn: async (timeZone: string) => (await confirmed(() => call(changeTimeZone, { timeZone }))).data,
    onSuccess: updateUser,
  })
}

/** Requests a new email address. Resolves to it as the server normalised it. */
export function useChangeEmail() {
  const confirmed = useConfirmed()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (email: string) => (await confirmed(() => call(changeEmail, { email }))).data.email,
    onSuccess: () => void queryClient.invalidateQueries(pendingEmailQuery),
  })
}

/** Withdraws the request for a new email address. */
export function useCancelEmail() {
  const confirmed = useConfirmed()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => confirmed(() => call(cancelEmail, {})),
    onSuccess: () => queryClient.setQueryData(pendingEmailQuery.queryKey, null),
  })
}

/** Proves the new address with the secret of a mailed link. */
export function useConfirmEmail() {
  const session = useSession()
  const updateUser = useUpdateUser()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (token: string) => (await call(confirmEmail, { token })).data,
    onSuccess(user) {
      queryClient.setQueryData(pendingEmailQuery.queryKey, null)
      // This browser keeps the address of a person who stays signed in.
      if (readKnownAddress() !== undefined) keepAddress(user.email)
      updateUser(user)
      void signalDetails(session)
    },
    gcTime: 0,
  })
}

/** Fetches everything that is kept about the person. */
export function useExport() {
  const confirmed = useConfirmed()
  return useMutation({
    mutationFn: async () => (await confirmed(() => call(exportUser, {}))).data,
    gcTime: 0,
  })
}

/** Deletes the account and ends the session on this page. */
export function useDeleteUser() {
  const { dispatch } = useSession()
  const secrets = useSecrets()
  const confirmed = useConfirmed()
  return useMutation({
    mutationFn: async () => (await confirmed(() => call(deleteUser, {}))).data.undo,
    onSuccess(undo) {
      // For the page that comes next, and only in its memory.
      secrets.set(pages.deleted, undo)
      dispatch({ name: 'ended', end: { code: 'session_ended', reason: 'account_deleted' }, by: 'person' })
    },
    gcTime: 0,
  })
}

/** Returns a function that shows the changed user here and in the other tabs. */
function useUpdateUser() {
  const { dispatch } = useSession()
  return (user: User) => dispatch({ name: 'user-changed', user })
}
