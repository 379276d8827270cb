import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { Instant } from '../values.ts'
import type { FieldKey } from '../words/fields.ts'
import { ListedProvider } from './listed-providers.ts'
import { Password } from './passwords.ts'
import { ChallengeSecret, FactorProof, isWholeProof } from './second-step.ts'
import { FactorMethod } from './signed-in.ts'
import { RequestOptions } from './webauthn.ts'

export const confirmOptions = endpoint({
  method: 'POST',
  path: '/api/restricted/session/confirm/options',
  summary: 'Returns what you can confirm this session with.',
  responses: {
    200: z.object({
      /** None, if you have neither a password nor a second factor: a link by mail gives you a password. */
      methods: z.array(z.enum(['password', ...FactorMethod.options])),
      /** For a passkey, if you have one. Null for a while if this session asks too often. */
      passkey: z.nullable(z.object({ challenge: z.string(), options: RequestOptions })),
      /** Linked providers where you can prove who you are again. None, if you have a second factor. */
      providers: z._default(z.array(ListedProvider), []),
    }),
  },
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
      ...FactorProof.shape,
      method: z.optional(FactorMethod),
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
