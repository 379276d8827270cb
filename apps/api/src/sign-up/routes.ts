import * as contract from '@latchkey/contracts/sign-up'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import * as cookies from '../http/cookies.ts'
import { originOf } from '../http/origin.ts'
import { answer, route } from '../http/route.ts'
import { isSameOrigin } from '../http/same-origin.ts'
import { presentSession } from '../live-sessions/public-session.ts'
import { circumstancesOf } from '../notices/service.ts'
import { presentUser } from '../users/service.ts'
import { attemptLifetimeMs, resend, signUp, verify } from './service.ts'

export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  const { settings } = deps
  const circumstances = (request: FastifyRequest) => circumstancesOf(deps, originOf(request))

  route(app, contract.signUp, async ({ email, password, name = null }, request, reply) => {
    const browserToken = await signUp(deps, { email, password, name }, circumstances(request))
    request.log.info({ event: 'sign_up_asked' }, 'sign-up asked for')
    // Otherwise another site could have a browser hold the attempt of somebody else. An API client goes by the link.
    if (isSameOrigin(settings, request))
      cookies.setSignUpCookie(settings, reply, browserToken, attemptLifetimeMs / 1000)
    return answer(202, { email })
  })

  route(app, contract.resend, async ({ email }, request) => {
    const browserToken = cookies.readSignUpCookie(settings, request)
    await resend(deps, { email, browserToken }, circumstances(request))
    return answer(202, { email })
  })

  route(app, contract.verify, async (proof, request, reply) => {
    // A cookie is set only where one was brought, which proves that the request comes from our own pages.
    const client = {
      delivery: 'cookie' as const,
      remembered: false,
      ...originOf(request),
      replacedToken: cookies.readSessionCookie(settings, request),
      deviceToken: cookies.readDeviceCookie(settings, request),
      browserToken: cookies.readSignUpCookie(settings, request),
    }
    const { user, started } = await verify(deps, proof, client)
    request.log.info({ event: 'signed_up', userId: user.id, sessionId: started?.session.id }, 'signed up')
    if (!started) return answer(200, { user: presentUser(user) })
    const { token, session, deviceToken } = started
    cookies.setSessionCookie(settings, reply, token)
    if (deviceToken !== null) cookies.setDeviceCookie(settings, reply, deviceToken)
    cookies.clearSignUpCookie(settings, reply)
    return answer(200, { user: presentUser(user), session: presentSession(deps, session, session.id) })
  })
}
