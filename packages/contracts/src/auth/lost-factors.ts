import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { Instant } from '../values.ts'
import { MailedSecret } from './mailed-secret.ts'
import { ChallengeSecret } from './second-step.ts'

export const askForFactorReset = endpoint({
  method: 'POST',
  path: '/api/sessions/factor/lost',
  summary:
    'Asks to remove all second factors of a person who lost every one. They are removed after 7 days, unless someone who can prove who they are cancels it.',
  body: z.object({ challenge: ChallengeSecret }),
  responses: {
    202: z.object({
      /** When the factors are removed. Of a request that waits already, this is its own time. */
      resetAt: Instant,
    }),
  },
  errors: ['invalid_challenge', 'not_possible', 'rate_limited'],
})

/** No confirmation: it takes nothing away, and the person may be in a hurry. */
export const cancelFactorReset = endpoint({
  method: 'DELETE',
  path: '/api/restricted/factors/reset',
  summary: 'Cancels the request to remove your second factors. They stay as they are.',
  responses: { 204: null },
})

/** Open to anybody with the link: the owner may be signed out. */
export const keepFactors = endpoint({
  method: 'POST',
  path: '/api/users/factors/keep',
  summary: 'Cancels the request to remove the second factors, with the button of its mail. Nothing else changes.',
  body: z.object({ token: MailedSecret }),
  responses: { 204: null },
  errors: ['invalid_link'],
})

/** The event kinds that losing every factor records in the audit log. */
export const activityKinds = ['factor_reset_asked', 'factor_reset_cancelled', 'factors_reset'] as const
