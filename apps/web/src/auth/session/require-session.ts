import type { QueryClient } from '@tanstack/react-query'
import { redirect } from '@tanstack/react-router'
import { unauthenticated } from '../../platform/api-errors.ts'
import { endOf, findMe, wayToLogin } from './end-session.ts'
import { sessionQuery } from './queries.ts'
import type { SessionEnd } from './session-end.ts'

/** Lets a signed-in person pass, and leads anybody else to the sign-in page and from there back to `href`. */
export async function requireSession(queryClient: QueryClient, href: string): Promise<void> {
  const me = findMe(queryClient)
  let ended: SessionEnd = { code: 'missing_token' }
  try {
    if (await queryClient.fetchQuery(sessionQuery)) return
  } catch (error) {
    const problem = unauthenticated(error)
    if (!problem) throw error
    ended = endOf(problem, me)
  }
  throw redirect(wayToLogin(ended, href))
}
