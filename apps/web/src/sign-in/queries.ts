import { currentSession } from '@latchkey/contracts/sessions'
import { signIn } from '@latchkey/contracts/sign-in'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../api-client.ts'
import { ApiError } from '../api-errors.ts'
import { become, sessionQuery } from '../sessions/queries.ts'
import { tellOtherTabs } from '../tabs.ts'

export interface TypedCredentials {
  email: string
  password: string
  remember: boolean
}

/** The server signed somebody in, and the browser threw the cookie away. */
export class CookieDroppedError extends Error {
  override readonly name = 'CookieDroppedError'
}

/** Signs in by cookie: the token travels where no script can read it, so this page never holds it (ASVS 3.3.4). */
export function useSignIn() {
  const queryClient = useQueryClient()
  return useMutation({
    async mutationFn(typed: TypedCredentials) {
      const { data } = await call(signIn, { ...typed, delivery: 'cookie' })
      await requireKeptCookie()
      return data
    },
    // A "who am I?" that is still under way was asked without the new cookie: its 401 would sign out whoever signs in.
    onMutate: () => queryClient.cancelQueries(sessionQuery),
    onSuccess({ user, session }) {
      become(queryClient, { user, session })
      tellOtherTabs('signed-in')
    },
    // The password is kept in the form for another try, and nowhere else.
    gcTime: 0,
  })
}

/** Over plain http some browsers, Safari among them, drop a Secure cookie even from localhost; without a word, sign-in would seem to do nothing. */
async function requireKeptCookie(): Promise<void> {
  try {
    await call(currentSession, {})
  } catch (error) {
    // Anything else says nothing of the cookie, and the next page will meet it again.
    if (error instanceof ApiError && error.problem.code === 'missing_token') throw new CookieDroppedError()
  }
}
