import type { FastifyReply } from 'fastify'
import type { Deps } from '../../deps.ts'
import { presentUser } from '../account/users.ts'
import { presentSession } from '../sessions/present.ts'
import { sendTokens } from '../sessions/send-tokens.ts'
import type { SignedIn } from './gate.ts'

/** The answer to a sign-in. A browser also gets its cookies. */
export const sendSignedIn = (deps: Deps, reply: FastifyReply, { user, session, ...tokens }: SignedIn) => ({
  user: presentUser(user),
  session: presentSession(deps, session, session.id),
  ...sendTokens(deps, reply, tokens, session),
})
