import type { FastifyReply } from 'fastify'
import type { Deps } from '../../deps.ts'
import { longestCookieSeconds, setCookie } from '../../platform/http/cookies.ts'
import { sendToken } from '../../platform/http/send-token.ts'
import { presentUser } from '../account/users.ts'
import { presentSession } from '../sessions/present.ts'
import type { SignedIn } from './gate.ts'

/** The answer to a sign-in. A browser also gets its cookies. */
export function sendSignedIn(deps: Deps, reply: FastifyReply, { user, session, token, deviceToken }: SignedIn) {
  const sent = sendToken(deps, reply, token, session)
  if (deviceToken !== null) sendDeviceToken(deps, reply, deviceToken)
  return { user: presentUser(user), session: presentSession(deps, session, session.id), ...sent }
}

/** Lets the browser be recognised at its next sign-in. */
export const sendDeviceToken = ({ settings }: Deps, reply: FastifyReply, deviceToken: string) =>
  setCookie(settings, reply, 'device', deviceToken, longestCookieSeconds)
