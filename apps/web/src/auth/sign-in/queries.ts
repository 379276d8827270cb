import { currentSession, type Session } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import type { User } from '@latchkey/contracts/auth/users'
import { useMutation } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { ApiError } from '../../platform/api-errors.ts'
import type { Session as PageSession } from '../session/session.ts'
import { useSession } from '../session/use-session.ts'

export interface TypedCredentials {
  email: string
  password: string
  remember: boolean
}

/** The server signed somebody in, and the browser threw the cookie away. */
export class CookieDroppedError extends Error {
  override readonly name = 'CookieDroppedError'
}

/**
 * Has `ask` sign somebody in by cookie, and lets this page and the other tabs know who it is; where the answer starts no
 * session, nothing changes.
 */
export async function enter<Entry extends { user: User; session?: Session | undefined }>(
  { beforeSignIn, dispatch }: PageSession,
  ask: () => Promise<Entry>,
): Promise<Entry> {
  await beforeSignIn()
  const entry = await ask()
  const { user, session } = entry
  if (!session) return entry
  await requireKeptCookie()
  dispatch({ name: 'signed-in', me: { user, session } })
  return entry
}

/** Signs in by cookie: the token travels where no script can read it, so this page never holds it (ASVS 3.3.4). */
export function useSignIn() {
  const session = useSession()
  return useMutation({
    mutationFn: (typed: TypedCredentials) =>
      enter(session, async () => (await call(signIn, { ...typed, delivery: 'cookie' })).data),
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
