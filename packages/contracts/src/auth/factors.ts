import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { Id, Instant } from '../values.ts'
import { FactorName } from './names.ts'
import { PasswordState } from './passwords.ts'
import { FactorCode } from './second-step.ts'

/** An authenticator app that makes codes (TOTP, RFC 6238). */
export const TotpApp = z.object({
  id: Id,
  name: z.string(),
  createdAt: Instant,
  lastUsedAt: z.nullable(Instant),
})
export type TotpApp = z.infer<typeof TotpApp>

export const Passkey = z.object({
  id: Id,
  name: z.string(),
  /** Whether its provider copies it to other devices, as password managers do. */
  synced: z.boolean(),
  /** Whether it signs you in without your password. A security key that only notices a touch does not. */
  signsInAlone: z.boolean(),
  createdAt: Instant,
  lastUsedAt: z.nullable(Instant),
})
export type Passkey = z.infer<typeof Passkey>

/** Ten codes, each for one use. Returned once. */
export const RecoveryCodes = z.array(z.string())

/** What a person can sign in with. */
export const Factors = z.object({
  totp: z.array(TotpApp),
  passkeys: z.array(Passkey),
  recoveryCodes: z.nullable(z.object({ left: z.int(), createdAt: Instant })),
  /** Whether the operator demands a second factor of this person. */
  required: z.boolean(),
  password: z.nullable(PasswordState),
  /** When all second factors are removed, if the person asked for it. It can be cancelled until then. */
  resetAt: z._default(z.nullable(Instant), null),
})
export type Factors = z.infer<typeof Factors>

export const factors = endpoint({
  method: 'GET',
  path: '/api/restricted/factors',
  summary: 'Returns what you can sign in with.',
  responses: { 200: Factors },
  withoutFactor: true,
})

export const renameFactor = endpoint({
  method: 'PATCH',
  path: '/api/restricted/factors/:id',
  summary: 'Names an authenticator app or a passkey.',
  params: z.object({ id: Id }),
  body: z.object({ name: FactorName }),
  responses: { 200: z.object({ id: Id, name: z.string() }) },
  errors: ['rate_limited'],
})

export const removeFactor = endpoint({
  method: 'DELETE',
  path: '/api/restricted/factors/:id',
  summary: 'Removes an authenticator app or a passkey.',
  params: z.object({ id: Id }),
  responses: { 204: null },
  errors: ['confirmation_required', 'last_factor'],
})

export const addTotp = endpoint({
  method: 'POST',
  path: '/api/restricted/factors/totp',
  summary: 'Begins to add an authenticator app. It counts only once a code of it was entered.',
  body: z.object({ name: z.optional(FactorName) }),
  responses: {
    200: z.object({
      id: Id,
      /** Base32, for typing. */
      secret: z.string(),
      /** `otpauth://`, for a QR code. */
      uri: z.string(),
    }),
  },
  errors: ['confirmation_required', 'rate_limited', 'too_many_factors'],
  withoutFactor: true,
})

export const activateTotp = endpoint({
  method: 'POST',
  path: '/api/restricted/factors/totp/:id/activate',
  summary: 'Adds an authenticator app, with a code of it. The first factor ends your other sessions.',
  params: z.object({ id: Id }),
  body: z.object({ code: FactorCode }),
  responses: {
    200: z.object({
      /** With the first factor. */
      recoveryCodes: z.optional(RecoveryCodes),
      /** The session's new token. Only for a bearer session; a browser gets a cookie. */
      token: z.optional(z.string()),
    }),
  },
  errors: ['confirmation_required', 'invalid_factor', 'rate_limited'],
  withoutFactor: true,
})

export const makeRecoveryCodes = endpoint({
  method: 'POST',
  path: '/api/restricted/factors/recovery_codes',
  summary: 'Makes ten new recovery codes. The old ones stop working.',
  responses: { 200: z.object({ codes: RecoveryCodes }) },
  errors: ['confirmation_required', 'factor_missing', 'rate_limited'],
})

/** The authenticator apps in an export. Keys are never included. */
export const exportedTotpApps = z.array(TotpApp)

/** The passkeys in an export. */
export const exportedPasskeys = z.array(Passkey)

/** The recovery codes in an export, without the codes. */
export const exportedRecoveryCodes = z.array(z.object({ createdAt: Instant, usedAt: z.nullable(Instant) }))

/** The event kinds that changes of factors record in the audit log. */
export const activityKinds = [
  'totp_added',
  'totp_removed',
  'factor_renamed',
  'recovery_codes_made',
  'recovery_codes_removed',
  'recovery_code_used',
] as const
