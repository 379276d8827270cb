import { pages } from '@latchkey/contracts/pages'
import { unauthenticated } from '../../platform/api-errors.ts'
import { Redirect } from '../../platform/router/router.ts'
import { loginLocation } from './login-location.ts'
import { endOf, type Me, meOf, type SessionEnd } from './machine.ts'
import type { Session } from './session.ts'

/**
 * Returns if someone is signed in.
 * @throws {Redirect} to the sign-in page, which leads back to `href`, or the error of the request
 */
export async function requireSession(session: Session, href: string): Promise<void> {
  const before = session.getState()
  let end: SessionEnd = { code: 'missing_token' }
  try {
    await session.identify()
    const me = meOf(session.getState())
    if (me) return requireFactor(me, href)
  } catch (error) {
    if (error instanceof Redirect) throw error
    const problem = unauthenticated(error)
    if (problem) end = endOf(problem, before)
    // Someone signed out during the request, so its error no longer matters.
    else if (session.getState().name !== 'signed-out') throw error
  }
  throw new Redirect(loginLocation(end, href))
}

const addingPages: readonly string[] = [pages.addApp, pages.addPasskey]

/** Whether a person who must add a second factor can do it on the page with this path. */
export const addsFactor = (path: string): boolean => addingPages.includes(path)

/** Leads a person who has to add a second factor there. The API refuses them everything else. */
function requireFactor({ mustAddFactor }: Me, href: string): void {
  if (mustAddFactor && !addsFactor(href.replace(/[?#].*/, ''))) throw new Redirect({ to: pages.addApp, replace: true })
}
