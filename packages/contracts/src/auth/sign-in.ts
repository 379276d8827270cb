import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { Instant } from '../values.ts'
import type { FieldKey } from '../words/fields.ts'
import { Password } from './passwords.ts'
import { ChallengeSecret, FactorMethod, FactorProof, isWholeProof, SecondStep, SignedIn } from './second-step.ts'
import { Delivery } from './sessions.ts'
import { Email } from './users.ts'
import { RequestOptions } from './webauthn.ts'

/** The fields of the sign-in form. The client adds the rest of the body itself. */
export const Credentials = z.object({
  email: Email,
  password: Password,
  remember: z._default(z.boolean({ error: 'notBoolean' satisfies FieldKey }), false),
})

export const signIn = endpoint({
  method: 'POST',
  path: '/api/sessions/sign_in',
  summary: 'Signs you in and starts a session.',
  body: z.extend(Credentials, { delivery: z._default(Delivery, 'bearer') }),
  responses: {
    200: SignedIn,
    /** The person has a second factor. */
    202: SecondStep,
  },
  errors: ['invalid_credentials', 'rate_limited'],
})

export const signInOptions = endpoint({
  method: 'GET',
  path: '/api/sessions/options',
  summary: 'Says how long a remembered session lasts, in seconds, and whether a code by mail can sign in.',
  responses: {
    200: z.object({
      rememberedSeconds: z.int(),
      /** A server without codes by mail does not name it. */
      emailCode: z._default(z.boolean(), false),
    }),
  },
})

export const confirmOptions = endpoint({
  method: 'POST',
  path: '/api/restricted/session/confirm/options',
  summary: 'Returns what you can confirm this session with.',
  responses: {
    200: z.object({
      methods: z.array(z.enum(['password', ...FactorMethod.options])),
      /** For a passkey, if you have one. */
      passkey: z.nullable(z.object({ challenge: z.string(), options: RequestOptions })),
    }),
  },
  errors: ['rate_limited'],
  withoutFactor: true,
})

const isConfirmable = ({
  password,
  method,
  ...proof
}: { password?: string | undefined } & {
  [Part in keyof z.output<typeof FactorProof>]?: z.output<typeof FactorProof>[Part] | undefined
}) =>
  password !== undefined || (method !== undefined && isWholeProof({ method, ...proof } as z.output<typeof FactorProof>))

export const confirm = endpoint({
  method: 'POST',
  path: '/api/restricted/session/confirm',
  summary:
    'Confirms a session. For ten minutes it may perform sensitive actions. A person with a second factor proves it.',
  body: z
    .object({
      password: z.optional(Password),
      ...z.partial(FactorProof).shape,
      /** With a passkey: of the options that it signed. */
      challenge: z.optional(ChallengeSecret),
    })
    .check(z.refine(isConfirmable, { path: ['password'], error: 'passwordMissing' satisfies FieldKey })),
  responses: {
    200: z.object({
      confirmedUntil: Instant,
      /** The session's new token. Only for a bearer session; a browser gets a cookie. */
      token: z.optional(z.string()),
    }),
  },
  errors: ['invalid_credentials', 'invalid_factor', 'invalid_challenge', 'rate_limited'],
  withoutFactor: true,
})

/** The event kinds that sign-in records in the audit log. */
export const activityKinds = ['signed_in', 'sign_in_failed', 'confirmed', 'confirm_failed'] as const
