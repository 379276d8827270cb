import {
  endTrust,
  type ListedSession,
  nameDevice,
  revokeOtherSessions,
  revokeSession,
} from '@latchkey/contracts/auth/devices'
import type { Session } from '@latchkey/contracts/auth/sessions'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { useConfirmed } from '../session/keeper.ts'
import { sessionsQuery } from './queries.ts'

/** Ends one of your sessions. Always fetches the list again: after a failure, the list was out of date. */
export function useRevokeSession() {
  const queryClient = useQueryClient()
  const changeList = useChangeList()
  return useMutation({
    mutationFn: async ({ id }: Pick<Session, 'id'>) => (await call(revokeSession, { id }, { keepalive: true })).data,
    // At once, because during an outage the list takes long.
    onSuccess: ended => changeList(session => (session.id === ended.id ? { ...session, ...ended } : session)),
    onSettled: () => void queryClient.invalidateQueries(sessionsQuery),
  })
}

/** Ends all of your sessions except this one. Resolves to their number. */
export function useRevokeOtherSessions() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async () => (await call(revokeOtherSessions, {}, { keepalive: true })).data.revoked,
    onSettled: () => void queryClient.invalidateQueries(sessionsQuery),
  })
}

/** Names the device of a session. `null` removes the name. */
export function useNameDevice() {
  const confirmed = useConfirmed()
  const changeList = useChangeList()
  return useMutation({
    mutationFn: async (named: { id: string; name: string | null }) =>
      (await confirmed(() => call(nameDevice, named))).data,
    onSuccess: ({ deviceId, name }) =>
      changeList(session => (session.deviceId === deviceId ? { ...session, name } : session)),
  })
}

/** Asks for the second factor again on the device of a session. */
export function useEndTrust() {
  const queryClient = useQueryClient()
  const changeList = useChangeList()
  return useMutation({
    mutationFn: ({ id }: Trusted) => call(endTrust, { id }),
    onSuccess: (_answer, { deviceId }) =>
      changeList(session => (session.deviceId === deviceId ? { ...session, trustedUntil: null } : session)),
    // A failure means that the list was out of date, or the server is away.
    onError: () => void queryClient.invalidateQueries(sessionsQuery),
  })
}

type Trusted = Pick<ListedSession, 'id' | 'deviceId'>

function useChangeList() {
  const queryClient = useQueryClient()
  return (change: (session: ListedSession) => ListedSession) =>
    queryClient.setQueryData(sessionsQuery.queryKey, sessions => sessions?.map(change))
}
