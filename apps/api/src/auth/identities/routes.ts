import * as contract from '@latchkey/contracts/auth/identities'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Deps } from '../../deps.ts'
import type { SessionContext, VisitorContext } from '../../platform/context.ts'
import { readBrowserTokens } from '../../platform/http/cookies.ts'
import { targetOf } from '../../platform/http/path.ts'
import { requirePresentedToken } from '../../platform/http/presented-token.ts'
import { answer, leadTo, restrictedRoute, route } from '../../platform/http/route.ts'
import { sendTokens } from '../sessions/send-tokens.ts'
import { gatherFailedSignIns } from '../sign-in/failed-sign-ins.ts'
import { countProviderProblem, countRefusal } from '../sign-in/outcomes.ts'
import { sendBinding, sendEntered, sendSignedIn, sendUnfinished } from '../sign-in/send-signed-in.ts'
import { type Landing, land } from './callback.ts'
import { askToConfirm } from './confirm-with.ts'
import type { Going } from './flow.ts'
import { mailLinkCode } from './link-step.ts'
import { askToLink, listIdentities, unlinkIdentity } from './own-identities.ts'
import { takeParked } from './parked.ts'
import { findLinkOptions, linkAtSignIn } from './prove-link.ts'
import { askToSignIn, listProviders } from './service.ts'

export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  const failed = gatherFailedSignIns(deps)
  app.addHook('onClose', () => failed.flush())

  route(app, deps, contract.providers, async () => answer(200, listProviders(deps)))

  route(app, deps, contract.signInWith, async (input, context, reply) =>
    sendGoing(deps, reply, await askToSignIn(deps, context, input)),
  )

  route(app, deps, contract.finishSignInWith, async ({ provider: providerId }, context, reply) => {
    const landing = await land(deps, context, {
      providerId,
      browser: readBrowserTokens(deps.settings, reply.request),
      url: new URL(targetOf(reply.request), deps.settings.appUrl.origin),
      findSession: () => findSession(deps, context, reply),
    })
    return sendLanding(deps, reply, landing, providerId)
  })

  route(app, deps, contract.pendingSignInWith, async ({ id }, context) => takeParked(deps, context, id))

  route(app, deps, contract.linkOptions, async (input, context) =>
    answer(200, { options: await findLinkOptions(deps, context, input) }),
  )

  route(app, deps, contract.mailLinkCode, async ({ challenge }, context) => {
    await mailLinkCode(deps, context, challenge)
    return answer(204)
  })

  route(app, deps, contract.linkAtSignIn, async (input, context, reply) => {
    const entered = await linkAtSignIn(deps, context, input, failed).catch(error => {
      countRefusal(deps, error)
      reply.log.info({ event: 'link_refused', code: error.code }, 'the proof for a link was refused')
      throw error
    })
    return sendEntered(deps, reply, entered)
  })
}

export function restrictedRoutes(app: FastifyInstance, deps: Deps): void {
  restrictedRoute(app, deps, contract.identities, async (_input, context) =>
    answer(200, await listIdentities(deps, context)),
  )

  restrictedRoute(app, deps, contract.linkIdentity, async (input, context, reply) =>
    sendGoing(deps, reply, await askToLink(deps, context, input, readBrowserTokens(deps.settings, reply.request))),
  )

  restrictedRoute(app, deps, contract.unlinkIdentity, async (input, context, reply) => {
    await unlinkIdentity(deps, context, input)
    reply.log.info({ event: 'identity_removed', userId: context.user.id }, 'an account at a provider was unlinked')
    return answer(204)
  })

  restrictedRoute(app, deps, contract.confirmWith, async (input, context, reply) =>
    sendGoing(deps, reply, await askToConfirm(deps, context, input, readBrowserTokens(deps.settings, reply.request))),
  )
}

/** Ties the way to this browser, and says where it goes. */
function sendGoing(deps: Deps, reply: FastifyReply, { url, browserToken }: Going) {
  sendBinding(deps, reply, browserToken)
  return answer(200, { url })
}

/** The session of the browser's cookie, as the guard would find it. */
async function findSession(
  deps: Deps,
  { browser: _, ...context }: VisitorContext,
  { request }: FastifyReply,
): Promise<SessionContext> {
  const token = requirePresentedToken(deps.settings, request)
  const { principal } = deps.sessionCache.find(token) ?? (await deps.sessionCache.load(token))
  return { ...context, ...principal, token }
}

/** Gives the browser its cookies, and leads it to a page. */
function sendLanding(deps: Deps, reply: FastifyReply, landing: Landing, provider: string) {
  const { location, outcome, confirmed, problem, error } = landing
  if (confirmed) {
    const { session, ...tokens } = confirmed
    sendTokens(deps, reply, tokens, session)
  }
  if (outcome) sendOutcome(deps, reply, outcome, provider)
  if (problem !== undefined) countProviderProblem(deps)
  if (error !== undefined) reply.log.error({ err: error, event: 'provider_refused', provider }, 'a request failed')
  else if (problem !== undefined)
    reply.log.info({ event: 'provider_refused', provider, problem }, 'a way to a provider went no further')
  return leadTo(location)
}

function sendOutcome(deps: Deps, reply: FastifyReply, outcome: NonNullable<Landing['outcome']>, provider: string) {
  if ('unfinished' in outcome) return void sendUnfinished(deps, reply, outcome.unfinished)
  if ('parked' in outcome)
    return reply.log.info({ event: 'link_asked', provider }, 'an account has to be proven before it is linked')
  const { signedIn, isNew } = outcome
  const by = { event: 'signed_up', userId: signedIn.user.id, sessionId: signedIn.session.id, with: provider }
  if (isNew) reply.log.info(by, 'signed up')
  sendSignedIn(deps, reply, signedIn)
}
