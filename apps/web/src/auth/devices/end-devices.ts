import type { Session } from '@latchkey/contracts/auth/sessions'
import { ApiError } from '../../platform/api-errors.ts'
import { failure } from '../../platform/ui/failure.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { useSession } from '../session/use-session.ts'
import { useRevokeOtherSessions, useRevokeSession } from './changes.ts'
import { describeClient } from './describe-client.ts'

/** What the dialog asks about: one session, or all except this one. */
export type Question = { session: Session } | { others: number }

/** Ends the sessions that the dialog asks about. `onDone` gets a sentence with the result. */
export function useEndDevices(onDone: (news: string) => void) {
  const { clients, devices: words } = useWords()
  const one = useRevokeSession()
  const others = useRevokeOtherSessions()
  const { dispatch } = useSession()
  const error = one.error ?? others.error

  function run(question: Question) {
    if ('others' in question)
      return others.mutate(undefined, { onSuccess: count => onDone(count === 0 ? words.noneOut : words.areOut(count)) })
    const { session } = question
    const name = describeClient(clients, session)
    one.mutate(session, {
      onSuccess() {
        if (session.current) dispatch({ name: 'signed-out', end: { code: 'session_ended', reason: 'revoked_by_you' } })
        else onDone(words.isOut(name))
      },
      onError(error) {
        // It was ended elsewhere, or it expired and was purged: nothing is left to do.
        if (error instanceof ApiError && error.problem.code === 'not_found') onDone(words.wasOut(name))
      },
    })
  }

  return {
    run,
    busy: one.isPending || others.isPending,
    error: error ? failure(error) : undefined,
    reset() {
      one.reset()
      others.reset()
    },
  }
}
