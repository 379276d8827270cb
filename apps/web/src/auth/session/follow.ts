import { currentSession } from '@latchkey/contracts/auth/sessions'
import { call } from '../../platform/api-client.ts'
import { unauthenticated } from '../../platform/api-errors.ts'
import { readSharedEvents } from './events.ts'
import { meOf, type SessionEnd } from './machine.ts'
import type { Session } from './session.ts'

/** Follows the session `id`. Calls `changed` when the list of sessions changed. Returns a function that stops it. */
export function followSession({ getState, dispatch }: Session, id: string, changed: () => void): () => void {
  const isMine = () => meOf(getState())?.session.id === id
  return readSharedEvents({
    changed,
    ended(reason) {
      // Another tab signed out, and the stream was faster than that tab's message.
      const end: SessionEnd =
        reason === 'signed_out' ? { code: 'signed_out_elsewhere' } : { code: 'session_ended', reason }
      dispatch({ name: 'ended', end, sessionId: id, by: 'stream' })
      // The answer removes the ended token from the browser.
      if (reason !== 'replaced') void call(currentSession, {}).catch(() => undefined)
    },
    async lost() {
      try {
        const { data: me } = await call(currentSession, {})
        if (!isMine()) return false
        dispatch({ name: 'identified', me })
        // Events between the two connections were missed.
        changed()
      } catch (error) {
        const problem = unauthenticated(error)
        if (problem && isMine()) dispatch({ name: 'refused', problem })
        return !problem
      }
      return true
    },
  })
}
