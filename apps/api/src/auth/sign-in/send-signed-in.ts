import type { FastifyReply } from 'fastify'
import type { Deps } from '../../deps.ts'
import { setCookie } from '../../platform/http/cookies.ts'
import { answer } from '../../platform/http/route.ts'
import { presentUser } from '../account/users.ts'
import { presentSession } from '../sessions/present.ts'
import { sendTokens } from '../sessions/send-tokens.ts'
import type { BindingCookie } from './browser-binding.ts'
import type { SignedIn } from './gate.ts'
import { countSignIn } from './outcomes.ts'
import type { Unfinished } from './unfinished.ts'

/** The answer of the gate: a session, or a challenge that asks for more. A browser also gets its cookies. */
export const sendEntered = (deps: Deps, reply: FastifyReply, entered: SignedIn | Unfinished) =>
  'challenge' in entered
    ? answer(202, sendUnfinished(deps, reply, entered))
    : answer(200, sendSignedIn(deps, reply, entered))

/** The answer to a sign-in. A browser also gets its cookies. The one of an unfinished sign-in stays, for other tabs. */
export function sendSignedIn(deps: Deps, reply: FastifyReply, { user, session, ...tokens }: SignedIn) {
  const { delivery } = session
  countSignIn(deps, 'signed_in')
  reply.log.info({ event: 'signed_in', userId: user.id, sessionId: session.id, delivery }, 'signed in')
  return {
    user: presentUser(user),
    session: presentSession(deps, session, session.id),
    ...sendTokens(deps, reply, tokens, session),
  }
}

/** The browser's cookie ends with the last sign-in that it may belong to. */
const bindingSeconds = 3600

/** Ties what this browser began to it. */
export const sendBinding = (
  deps: Deps,
  reply: FastifyReply,
  browserToken: string,
  cookie: BindingCookie = 'signIn',
): void => setCookie(deps.settings, reply, cookie, browserToken, bindingSeconds)

/** The answer to an unfinished sign-in. A browser also gets the cookie that ties it to it. */
export function sendUnfinished(
  deps: Deps,
  reply: FastifyReply,
  { browserToken, challenge, methods, expiresAt }: Unfinished,
) {
  countSignIn(deps, 'second_factor_asked')
  reply.log.info({ event: 'second_factor_asked', methods }, 'a second factor is needed')
  if (browserToken !== null) sendBinding(deps, reply, browserToken)
  return { challenge, methods, expiresAt: expiresAt.toISOString() }
}
