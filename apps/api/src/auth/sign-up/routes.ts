import * as contract from '@latchkey/contracts/auth/sign-up'
import * as byPasskey from '@latchkey/contracts/auth/sign-up-by-passkey'
import type { User } from '@latchkey/database/models'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Deps } from '../../deps.ts'
import { clearCookie, setCookie } from '../../platform/http/cookies.ts'
import { answer, route } from '../../platform/http/route.ts'
import { presentUser } from '../account/users.ts'
import type { SignedIn } from '../sign-in/gate.ts'
import { sendBinding, sendSignedIn } from '../sign-in/send-signed-in.ts'
import { askForFirstPasskey, signUpWithPasskey } from './by-passkey.ts'
import { isFinished, resend, signUp, verify } from './service.ts'

export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  const { settings } = deps

  route(app, deps, contract.signUp, async (input, context, reply) => {
    const browserToken = await signUp(deps, context, input)
    reply.log.info({ event: 'sign_up_asked' }, 'sign-up requested')
    // Otherwise another site could give a browser somebody else's attempt. An API client uses the link.
    const cookieSeconds = settings.mailLifetimes.confirmLink / 1000
    if (context.browser) setCookie(settings, reply, 'signUp', browserToken, cookieSeconds)
    return answer(202, { email: input.email })
  })

  route(app, deps, contract.resend, async (input, context) => {
    await resend(deps, context, input)
    return answer(202, { email: input.email })
  })

  route(app, deps, contract.signUpState, async (_input, context) =>
    answer(200, { finished: await isFinished(deps, context) }),
  )

  route(app, deps, contract.verify, async (input, context, reply) => {
    const { user, signedIn } = await verify(deps, context, input)
    reply.log.info({ event: 'signed_up', userId: user.id, sessionId: signedIn?.session.id }, 'signed up')
    return answer(200, sendSignedUp(reply, user, signedIn))
  })

  route(app, deps, byPasskey.firstPasskeyOptions, async (input, context, reply) => {
    const { browserToken, ...asked } = await askForFirstPasskey(deps, context, input)
    if (browserToken !== null) sendBinding(deps, reply, browserToken)
    return answer(200, asked)
  })

  route(app, deps, byPasskey.signUpWithPasskey, async (input, context, reply) => {
    const { user, signedIn, recoveryCodes } = await signUpWithPasskey(deps, context, input)
    const by = { event: 'signed_up', userId: user.id, sessionId: signedIn?.session.id, with: 'passkey' }
    reply.log.info(by, 'signed up')
    return answer(200, { ...sendSignedUp(reply, user, signedIn), recoveryCodes })
  })

  /** Signs in the browser that asked. Any other one learns only whose account it is. */
  function sendSignedUp(reply: FastifyReply, user: User, signedIn: SignedIn | null) {
    if (!signedIn) return { user: presentUser(user) }
    const sent = sendSignedIn(deps, reply, signedIn)
    clearCookie(settings, reply, 'signUp')
    return sent
  }
}
