import { revokeOtherSessions, revokeSession, type Session } from '@latchkey/contracts/auth/sessions'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { sessionsQuery } from './queries.ts'

/** Ends one of your sessions. Always fetches the list again: after a failure, the list was out of date. */
export function useRevokeSession() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (session: Session) => (await call(revokeSession, { id: session.id }, { keepalive: true })).data,
    // Not awaited: during an outage the list takes long, and the person should see the result at once.
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
