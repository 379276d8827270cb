import type { FastifyReply } from 'fastify'
import type { Deps } from '../../deps.ts'
import { setCookie } from './cookies.ts'

/** How a session's token travels, and how long a browser keeps it. */
interface TokenOf {
  readonly delivery: string
  readonly remembered: boolean
  readonly expiresAt: string | Date
}

/** How long a browser keeps a session's cookie: until it is closed, unless the person asked to be remembered. */
export const cookieMaxAge = ({ clock }: Pick<Deps, 'clock'>, { remembered, expiresAt }: Omit<TokenOf, 'delivery'>) =>
  remembered ? (new Date(expiresAt).getTime() - clock.now().getTime()) / 1000 : undefined

/** Gives a client the token of its session: a browser in a cookie, everybody else in the body, which the answer must spread. */
export function sendToken(deps: Deps, reply: FastifyReply, token: string, session: TokenOf): { token?: string } {
  if (session.delivery === 'bearer') return { token }
  setCookie(deps.settings, reply, 'session', token, cookieMaxAge(deps, session))
  return {}
}
