import { signOut } from '@latchkey/contracts/sessions'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { call } from '../api-client.ts'
import { ApiError } from '../api-errors.ts'
import type { SessionEnd } from '../session-end.ts'
import { tellOtherTabs } from '../tabs.ts'
import { endSession } from './end-session.ts'

/** For a page that has just ended its own session: leaves, and takes the other tabs along. */
export function useLeave() {
  const router = useRouter()
  const queryClient = useQueryClient()
  return (ended: SessionEnd) => {
    tellOtherTabs('signed-out')
    endSession(router, queryClient, ended)
  }
}

/** Signs out here. Fails where the server did not hear of it: then the session lives on, and saying so is honest. */
export function useSignOut() {
  const leave = useLeave()
  return useMutation({
    mutationFn: async () => {
      try {
        await call(signOut, {})
      } catch (error) {
        if (!isOver(error)) throw error
      }
    },
    onSuccess: () => leave({ code: 'signed_out' }),
  })
}

// The token ended before this, or its cookie is gone: what was wanted is so.
const isOver = (error: unknown) =>
  error instanceof ApiError && (error.problem.code === 'missing_token' || error.problem.code === 'invalid_token')
