import { currentSession, type Session } from '@latchkey/contracts/auth/sessions'
import { signIn, signInOptions } from '@latchkey/contracts/auth/sign-in'
import type { SecondStep } from '@latchkey/contracts/auth/signed-in'
import type { User } from '@latchkey/contracts/auth/users'
import type { Answer } from '@latchkey/contracts/endpoint'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '../../platform/api-client.ts'
import { ApiError, CookieDroppedError } from '../../platform/api-errors.ts'
import { watchOutage } from '../../platform/query-client.ts'
import { keepLastProvider } from '../identities/last-provider.ts'
import type { Session as PageSession } from '../session/session.ts'
import { useSession } from '../session/use-session.ts'
import { keepAddress } from './known-person.ts'
import { keepUnfinished } from './unfinished.ts'

export interface TypedCredentials {
  email: string
  password: string
  remember: boolean
}

/**
 * Runs `ask`, which signs in by cookie, and tells this page and the other tabs who it is. If the answer has no session,
 * nothing changes.
 * @throws {CookieDroppedError} if the browser did not keep the cookie
 */
export async function enter<Answered extends Entry | SecondStep>(
  session: PageSession,
  ask: () => Promise<Answered>,
): Promise<Answered> {
  await session.beforeSignIn()
  const answered = await ask()
  if ('user' in answered) await tellSignedIn(session, answered)
  return answered
}

/** What an answer that signs in tells of the person. */
export interface Entry {
  readonly user: User
  readonly session?: Session | undefined
}

/** @throws {CookieDroppedError} if the browser did not keep the cookie */
export async function tellSignedIn({ dispatch }: PageSession, { user, session }: Entry): Promise<void> {
  if (!session) return
  // What goes on after a provider keeps it again.
  keepLastProvider(undefined)
  const mustAddFactor = await requireKeptCookie()
  dispatch({ name: 'signed-in', me: { user, session, mustAddFactor } })
}

/**
 * Signs in by cookie. No script can read the token, so this page never holds it (ASVS 3.3.4). It does not use `useMutation`: the
 * form knows whether it is busy, and the sign-in page loads without that code. Resolves to false if a second factor is needed first.
 */
export function useSignIn() {
  const session = useSession()
  const queryClient = useQueryClient()
  return (typed: TypedCredentials) =>
    enter(session, async () => (await call(signIn, { ...typed, delivery: 'cookie' })).data).then(
      entry => {
        if ('challenge' in entry)
          keepUnfinished(session.tab, { ...entry, email: typed.email, remember: typed.remember })
        else keepAddress(typed.remember ? entry.user.email : undefined)
        return 'user' in entry
      },
      error => {
        watchOutage(queryClient, error)
        throw error
      },
    )
}

/** What this server offers at a sign-in. Undefined until the server says so: the form does not wait for it. */
export function useSignInOptions() {
  const [options, setOptions] = useState<Answer<typeof signInOptions>['data']>()
  useEffect(() => {
    call(signInOptions, {}).then(
      ({ data }) => setOptions(data),
      () => undefined,
    )
  }, [])
  return options
}

/**
 * Over plain http some browsers, such as Safari, drop a Secure cookie even from localhost. Without this check, sign-in
 * would seem to do nothing. Resolves to whether the person has to add a second factor.
 */
async function requireKeptCookie(): Promise<boolean> {
  try {
    return (await call(currentSession, {})).data.mustAddFactor
  } catch (error) {
    // Other errors say nothing about the cookie. The next page handles them.
    if (error instanceof ApiError && error.problem.code === 'missing_token') throw new CookieDroppedError()
    return false
  }
}
