import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import type { FieldKey } from '../words/fields.ts'
import { Code } from './codes.ts'
import { ChallengeSecret } from './second-step.ts'
import { Delivery } from './sessions.ts'
import { SecondStep, SignedIn } from './signed-in.ts'
import { Email } from './users.ts'

export const askForCode = endpoint({
  method: 'POST',
  path: '/api/sessions/email_code',
  summary: 'Mails a code to sign in with. The answer is the same for an address without an account.',
  body: z.object({ email: Email, delivery: z._default(Delivery, 'bearer') }),
  responses: { 202: z.object({ challenge: z.string() }) },
  errors: ['not_found', 'rate_limited'],
})

export const signInWithCode = endpoint({
  method: 'POST',
  path: '/api/sessions/email_code/verify',
  summary: 'Signs you in with a mailed code.',
  body: z.object({
    challenge: ChallengeSecret,
    code: Code,
    remember: z._default(z.boolean({ error: 'notBoolean' satisfies FieldKey }), false),
  }),
  responses: {
    200: SignedIn,
    /** The person has a second factor. */
    202: SecondStep,
  },
  errors: ['invalid_code', 'not_found', 'rate_limited'],
})

/** The event kinds that codes by mail record in the audit log. */
export const activityKinds = ['code_asked'] as const
