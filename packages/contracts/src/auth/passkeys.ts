import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import type { FieldKey } from '../words/fields.ts'
import { Passkey, RecoveryCodes } from './factors.ts'
import { FactorName } from './names.ts'
import { typedPassword } from './passwords.ts'
import { ChallengeSecret } from './second-step.ts'
import { Delivery } from './sessions.ts'
import { SignedIn } from './signed-in.ts'
import { Assertion, CreationOptions, Registration, RequestOptions } from './webauthn.ts'

export const passkeyOptions = endpoint({
  method: 'POST',
  path: '/api/sessions/passkey/options',
  summary: 'Returns the options with which a passkey can sign in. They are the same for everybody.',
  body: z.object({}),
  responses: { 200: z.object({ challenge: z.string(), options: RequestOptions }) },
  errors: ['rate_limited'],
})

/**
 * The `reason` of `invalid_factor` if there is no such passkey. Only then may the password manager be told to forget it: with another
 * reason, such as a disabled account, it may work again.
 */
export const unknownPasskey = 'unknown_passkey'

/**
 * The `reason` of `invalid_factor` while a removal of all second factors waits that "this wasn't me" or an operator began. The passkey
 * may be the one to be removed. So it works only after a password or a mailed code.
 */
export const disputedPasskey = 'disputed'

export const signInWithPasskey = endpoint({
  method: 'POST',
  path: '/api/sessions/passkey',
  summary: 'Signs you in with a passkey.',
  body: z.object({
    challenge: ChallengeSecret,
    credential: Assertion,
    remember: z._default(z.boolean({ error: 'notBoolean' satisfies FieldKey }), false),
    delivery: z._default(Delivery, 'bearer'),
  }),
  responses: { 200: SignedIn },
  errors: ['invalid_factor', 'invalid_challenge', 'rate_limited'],
})

export const newPasskeyOptions = endpoint({
  method: 'POST',
  path: '/api/restricted/factors/passkeys/options',
  summary: 'Returns the options with which a browser makes a passkey for you.',
  body: z.object({}),
  responses: { 200: z.object({ challenge: z.string(), options: CreationOptions }) },
  errors: ['confirmation_required', 'rate_limited', 'too_many_factors'],
  withoutFactor: true,
})

export const addPasskey = endpoint({
  method: 'POST',
  path: '/api/restricted/factors/passkeys',
  summary: 'Adds a passkey. The first factor ends your other sessions.',
  body: z.object({ challenge: ChallengeSecret, name: z.optional(FactorName), credential: Registration }),
  responses: {
    200: z.object({
      passkey: Passkey,
      /** With the first factor. */
      recoveryCodes: z.optional(RecoveryCodes),
      /** The session's new token. Only for a bearer session; a browser gets a cookie. */
      token: z.optional(z.string()),
    }),
  },
  errors: ['confirmation_required', 'invalid_factor', 'invalid_challenge', 'too_many_factors', 'rate_limited'],
  withoutFactor: true,
})

/** For `PublicKeyCredential.signalAllAcceptedCredentials` and its siblings. */
export const acceptedPasskeys = endpoint({
  method: 'GET',
  path: '/api/restricted/factors/passkeys/accepted',
  summary: 'Returns what a browser needs to tell your password manager which of its passkeys still work.',
  responses: {
    200: z.object({
      rpId: z.string(),
      userId: z.string(),
      name: z.string(),
      displayName: z.string(),
      credentialIds: z.array(z.string()),
    }),
  },
  withoutFactor: true,
})

export const removePassword = endpoint({
  method: 'DELETE',
  path: '/api/restricted/password',
  summary: 'Removes your password. You sign in with a passkey from then on.',
  responses: { 204: null },
  errors: ['confirmation_required', 'last_factor', 'rate_limited'],
})

export const setPassword = endpoint({
  method: 'POST',
  path: '/api/restricted/password',
  summary: 'Sets a password if you have none. Your other sessions end, and this one gets a new token.',
  body: z.object({ newPassword: typedPassword('newPasswordMissing') }),
  responses: {
    200: z.object({
      revoked: z.int(),
      /** The session's new token. Only for a bearer session; a browser gets a cookie. */
      token: z.optional(z.string()),
    }),
  },
  errors: ['confirmation_required', 'invalid_credentials', 'rate_limited'],
  withoutFactor: true,
})

/** The event kinds that passkeys record in the audit log. */
export const activityKinds = ['passkey_added', 'passkey_removed', 'passkey_cloned', 'password_removed'] as const
