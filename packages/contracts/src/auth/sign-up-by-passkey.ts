import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import type { FieldKey } from '../words/fields.ts'
import { RecoveryCodes } from './factors.ts'
import { ChallengeSecret } from './second-step.ts'
import { Session } from './sessions.ts'
import { AddressProof, hasAddressProof } from './sign-up.ts'
import { User } from './users.ts'
import { CreationOptions, Registration } from './webauthn.ts'

export const firstPasskeyOptions = endpoint({
  method: 'POST',
  path: '/api/users/passkey/options',
  summary:
    'Proves an address with the mailed code or link, and returns the options to make a passkey. Uses nothing up.',
  body: AddressProof.check(z.refine(hasAddressProof, { path: ['code'], error: 'codeMissing' satisfies FieldKey })),
  responses: { 200: z.object({ challenge: z.string(), options: CreationOptions }) },
  errors: ['invalid_link', 'invalid_code', 'rate_limited'],
})

export const signUpWithPasskey = endpoint({
  method: 'POST',
  path: '/api/users/passkey',
  summary: 'Creates the account of a proven address with a passkey and no password. Signs in the browser that asked.',
  body: z.object({ challenge: ChallengeSecret, credential: Registration }),
  responses: { 200: z.object({ user: User, session: z.optional(Session), recoveryCodes: RecoveryCodes }) },
  errors: ['invalid_factor', 'invalid_challenge', 'rate_limited'],
})
