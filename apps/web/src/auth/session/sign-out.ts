import { signOut } from '@latchkey/contracts/auth/sessions'
import { pages } from '@latchkey/contracts/pages'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type AnyRouter, useRouter } from '@tanstack/react-router'
import { call } from '../../platform/api-client.ts'
import { ApiError, OutageError } from '../../platform/api-errors.ts'
import { endSession } from './end-session.ts'
import { signOutLate } from './late-sign-out.ts'
import type { SessionEnd } from './session-end.ts'
import { tellOtherTabs } from './tabs.ts'

/** For a page that has just ended its own session: leaves, and takes the other tabs along. */
export function useLeave() {
  const router = useRouter()
  const queryClient = useQueryClient()
  return (ended: SessionEnd) => {
    tellOtherTabs('signed-out')
    endSession(router, queryClient, ended)
  }
}

/**
 * Signs out here. Where the server does not hear of it, the page is cleared all the same (ASVS 14.3.1), and says that the session lives
 * on until it does.
 */
export function useSignOut() {
  const router = useRouter()
  const leave = useLeave()
  return useMutation({
    mutationFn: send,
    onSuccess: () => leave({ code: 'signed_out' }),
    onError(error) {
      if (!(error instanceof OutageError)) return
      leave({ code: 'signed_out', reason: 'unheard' })
      void signOutLate(send).then(isHeard => isHeard && sayHeard(router))
    },
  })
}

async function send(): Promise<void> {
  try {
    await call(signOut, {})
  } catch (error) {
    if (!isOver(error)) throw error
  }
}

function sayHeard(router: AnyRouter): void {
  if (router.latestLocation.state.ended?.reason !== 'unheard') return
  void router.navigate({ to: pages.login, search: {}, state: { ended: { code: 'signed_out' } }, replace: true })
}

// The token ended before this, or its cookie is gone: what was wanted is so.
const isOver = (error: unknown) =>
  error instanceof ApiError && (error.problem.code === 'missing_token' || error.problem.code === 'invalid_token')
