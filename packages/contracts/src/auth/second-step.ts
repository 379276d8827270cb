import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { text } from '../values.ts'
import type { FieldKey } from '../words/fields.ts'
import { FactorMethod, SignedIn } from './signed-in.ts'
import { Assertion, RequestOptions } from './webauthn.ts'

/** The secret of a sign-in that is not finished. It is worth nothing in another browser. */
export const ChallengeSecret = text('notValid').check(
  z.minLength(1, 'notValid' satisfies FieldKey),
  z.maxLength(256, 'notValid' satisfies FieldKey),
)

/** A code of an app, or a recovery code, as a person types or pastes it. */
export const FactorCode = text('factorCodeMissing').check(z.maxLength(64, 'notValid' satisfies FieldKey))

/** A proof of a factor: a code, or what a passkey signed. */
export const FactorProof = z.object({
  method: FactorMethod,
  code: z.optional(FactorCode),
  credential: z.optional(Assertion),
})

/** Whether a proof has what its method needs. */
export const isWholeProof = ({ method, code, credential }: z.output<typeof FactorProof>): boolean =>
  method === 'passkey' ? credential !== undefined : code !== undefined && code !== ''

export const proveFactor = endpoint({
  method: 'POST',
  path: '/api/sessions/factor',
  summary: 'Proves a second factor, and finishes a sign-in.',
  body: z
    .extend(FactorProof, {
      challenge: ChallengeSecret,
      /** Asks for no second factor in this browser for 30 days. */
      trustBrowser: z._default(z.boolean({ error: 'notBoolean' satisfies FieldKey }), false),
    })
    .check(z.refine(isWholeProof, { path: ['code'], error: 'factorCodeMissing' satisfies FieldKey })),
  responses: { 200: SignedIn },
  errors: ['invalid_factor', 'invalid_challenge', 'rate_limited'],
})

export const factorOptions = endpoint({
  method: 'POST',
  path: '/api/sessions/factor/options',
  summary: 'Returns the options with which a passkey can finish this sign-in.',
  body: z.object({ challenge: ChallengeSecret }),
  responses: { 200: z.object({ options: RequestOptions }) },
  errors: ['invalid_challenge', 'rate_limited'],
})

/** The event kinds that the second step records in the audit log. */
export const activityKinds = ['second_factor_asked', 'factor_failed', 'factor_guessed_on_device'] as const
