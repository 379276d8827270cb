import type { FastifyReply } from 'fastify'
import type { Deps } from '../../deps.ts'
import { setCookie } from './cookies.ts'

/** How to deliver a session's token, and how long a browser keeps it. */
interface TokenOf {
  readonly delivery: string
  readonly remembered: boolean
  readonly expiresAt: string | Date
}

/** How many seconds a browser keeps a session's cookie. Undefined (until it is closed) unless the person asked to be remembered. */
export const cookieMaxAge = ({ clock }: Pick<Deps, 'clock'>, { remembered, expiresAt }: Omit<TokenOf, 'delivery'>) =>
  remembered ? (new Date(expiresAt).getTime() - clock.now().getTime()) / 1000 : undefined

/** Sends a session's token: to a browser in a cookie, to other clients in the body. The handler must spread the result into its answer. */
export function sendToken(deps: Deps, reply: FastifyReply, token: string, session: TokenOf): { token?: string } {
  if (session.delivery === 'bearer') return { token }
  setCookie(deps.settings, reply, 'session', token, cookieMaxAge(deps, session))
  return {}
}
