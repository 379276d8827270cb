import { revokeOtherSessions, revokeSession, type Session } from '@latchkey/contracts/auth/sessions'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { sessionsQuery } from './queries.ts'

/** Ends one session of yours; the list is asked for again whatever came of it, since it was wrong if that failed. */
export function useRevokeSession() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (session: Session) => (await call(revokeSession, { id: session.id })).data,
    // Not waited for: during an outage the list stays away for longer than anybody should wait to hear of this.
    onSettled: () => void queryClient.invalidateQueries(sessionsQuery),
  })
}

/** Ends all of your sessions but this one; gives back how many. */
export function useRevokeOtherSessions() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async () => (await call(revokeOtherSessions, {})).data.revoked,
    onSettled: () => void queryClient.invalidateQueries(sessionsQuery),
  })
}
