import type { Session } from '@latchkey/contracts/auth/sessions'
import { ApiError, OutageError, sentenceFor } from '../../platform/api-errors.ts'
import { useSession } from '../session/use-session.ts'
import { useRevokeOtherSessions, useRevokeSession } from './changes.ts'
import { describeClient } from './describe-client.ts'

/** What somebody is asked before it happens: one session, or all but this one. */
export type Question = { session: Session } | { others: number }

/** Does what the dialog asks about; `onDone` gets a sentence that says what has happened. */
export function useEndDevices(onDone: (news: string) => void) {
  const one = useRevokeSession()
  const others = useRevokeOtherSessions()
  const { dispatch } = useSession()
  const error = one.error ?? others.error

  function run(question: Question) {
    if ('others' in question) return others.mutate(undefined, { onSuccess: count => onDone(countNews(count)) })
    const { session } = question
    const name = describeClient(session)
    one.mutate(session, {
      onSuccess() {
        if (session.current) dispatch({ name: 'signed-out', end: { code: 'session_ended', reason: 'revoked_by_you' } })
        else onDone(`${name} is signed out.`)
      },
      onError(error) {
        // Another tab or device was quicker, or it expired and was forgotten: what was wanted is so.
        if (error instanceof ApiError && error.problem.code === 'not_found') onDone(`${name} was already signed out.`)
      },
    })
  }

  return {
    run,
    busy: one.isPending || others.isPending,
    error: error ? failed(error) : undefined,
    reset() {
      one.reset()
      others.reset()
    },
  }
}

function countNews(count: number): string {
  if (count === 0) return 'No other device was signed in any more.'
  return count === 1 ? '1 device is signed out.' : `${count} devices are signed out.`
}

const failed = (error: Error) =>
  error instanceof OutageError
    ? "We can't reach the server: nothing was signed out. Try again in a moment."
    : sentenceFor(error)
