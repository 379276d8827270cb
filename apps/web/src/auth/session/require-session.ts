import { redirect } from '@tanstack/react-router'
import { unauthenticated } from '../../platform/api-errors.ts'
import { loginLocation } from './login-location.ts'
import { endOf, meOf, type SessionEnd } from './machine.ts'
import type { Session } from './session.ts'

/** Lets a signed-in person pass, and leads anybody else to the sign-in page and from there back to `href`. */
export async function requireSession(session: Session, href: string): Promise<void> {
  const before = session.getState()
  let end: SessionEnd = { code: 'missing_token' }
  try {
    await session.identify()
    if (meOf(session.getState())) return
  } catch (error) {
    const problem = unauthenticated(error)
    if (problem) end = endOf(problem, before)
    // Somebody signed out while it was asked: nothing more is to be known.
    else if (session.getState().name !== 'signed-out') throw error
  }
  throw redirect(loginLocation(end, href))
}
