import { currentSession } from '@latchkey/contracts/auth/sessions'
import type { QueryClient } from '@tanstack/react-query'
import type { AnyRouter } from '@tanstack/react-router'
import { call } from '../../platform/api-client.ts'
import { unauthenticated } from '../../platform/api-errors.ts'
import { sessionsQuery } from '../devices/queries.ts'
import { endByProblem, endSession, findMe } from './end-session.ts'
import { meetAgain } from './meet-again.ts'
import type { SessionEnd } from './session-end.ts'
import { readSharedEvents } from './shared-events.ts'
import { tellOtherTabs } from './tabs.ts'

/** Hears what happens to the session `id` while this page is open, for all tabs of this browser. The answer stops that. */
export function followSession(router: AnyRouter, queryClient: QueryClient, id: string): () => void {
  function changed(): void {
    void queryClient.invalidateQueries(sessionsQuery)
    tellOtherTabs('sessions-changed')
  }
  return readSharedEvents({
    changed,
    ended(reason) {
      // This page may be for a newer session by now.
      if (findMe(queryClient)?.session.id !== id) return
      // Another tab of this browser signed in over it.
      if (reason === 'replaced') return void meetAgain(router, queryClient)
      // Another tab signed out, and was quicker than its word to this one.
      const ended: SessionEnd =
        reason === 'signed_out' ? { code: 'signed_out_elsewhere' } : { code: 'session_ended', reason }
      tellOtherTabs({ ended, sessionId: id })
      endSession(router, queryClient, ended)
      // The answer takes the ended token out of the browser.
      void call(currentSession, {}).catch(() => undefined)
    },
    async lost() {
      try {
        const { session } = (await call(currentSession, {})).data
        // Somebody signed in over it meanwhile: whoever that is, the page is theirs.
        if (session.id !== id) await meetAgain(router, queryClient)
        // What happened meanwhile was told to nobody.
        changed()
      } catch (error) {
        const problem = unauthenticated(error)
        if (problem) endByProblem(router, queryClient, problem)
        return !problem
      }
      return true
    },
  })
}
