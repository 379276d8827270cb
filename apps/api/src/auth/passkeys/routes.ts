import * as contract from '@latchkey/contracts/auth/passkeys'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { answer, restrictedRoute, route } from '../../platform/http/route.ts'
import { sendTokens } from '../sessions/send-tokens.ts'
import { countRefusal } from '../sign-in/outcomes.ts'
import { sendBinding, sendSignedIn } from '../sign-in/send-signed-in.ts'
import { findAcceptedPasskeys } from './accepted.ts'
import { addPasskey, newPasskeyOptions } from './enrol.ts'
import { askForPasskey, signInWithPasskey } from './sign-in.ts'
import { removePassword, setPassword } from './without-password.ts'

export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, contract.passkeyOptions, async (_input, context, reply) => {
    const { browserToken, ...asked } = await askForPasskey(deps, context)
    if (browserToken !== null) sendBinding(deps, reply, browserToken, 'passkey')
    return answer(200, asked)
  })

  route(app, deps, contract.signInWithPasskey, async (input, context, reply) => {
    const signedIn = await signInWithPasskey(deps, context, input).catch(error => {
      countRefusal(deps, error)
      reply.log.info({ event: 'passkey_refused', code: error.code }, 'sign-in by passkey refused')
      throw error
    })
    return answer(200, sendSignedIn(deps, reply, signedIn))
  })
}

export function restrictedRoutes(app: FastifyInstance, deps: Deps): void {
  restrictedRoute(app, deps, contract.acceptedPasskeys, async (_input, context) =>
    answer(200, await findAcceptedPasskeys(deps, context)),
  )

  restrictedRoute(app, deps, contract.newPasskeyOptions, async (_input, context) =>
    answer(200, await newPasskeyOptions(deps, context)),
  )

  restrictedRoute(app, deps, contract.addPasskey, async (input, context, reply) => {
    const { tokens, recoveryCodes, passkey } = await addPasskey(deps, context, input)
    reply.log.info({ event: 'factor_added', userId: context.user.id, kind: 'passkey' }, 'a second factor was added')
    const sent = sendTokens(deps, reply, tokens, context.session)
    return answer(200, { passkey, ...sent, ...(recoveryCodes && { recoveryCodes }) })
  })

  restrictedRoute(app, deps, contract.removePassword, async (_input, context, reply) => {
    const revoked = await removePassword(deps, context)
    reply.log.info({ event: 'password_removed', userId: context.user.id, revoked }, 'password removed')
    return answer(204)
  })

  restrictedRoute(app, deps, contract.setPassword, async (input, context, reply) => {
    const { revoked, ...tokens } = await setPassword(deps, context, input)
    reply.log.info({ event: 'password_changed', userId: context.user.id, revoked }, 'password set')
    return answer(200, { revoked, ...sendTokens(deps, reply, tokens, context.session) })
  })
}
