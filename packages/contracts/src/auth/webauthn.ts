import * as z from 'zod/mini'
import { text } from '../values.ts'
import type { FieldKey } from '../words/fields.ts'

// The JSON of WebAuthn level 3, section 5.1: what a page hands to the browser, and what the browser hands back. The sizes bound what the
// server parses: the largest real attestation objects have some 5 kB.

const base64url = (longest: number) =>
  text('notValid').check(z.regex(/^[A-Za-z0-9_-]*$/, 'notValid'), z.maxLength(longest, 'notValid'))

const CredentialId = base64url(1400).check(z.minLength(1, 'notValid'))
const publicKey = z.literal('public-key', { error: 'notValid' })

const Descriptor = z.object({ id: z.string(), type: publicKey, transports: z.optional(z.array(z.string())) })

/** What a page passes to `navigator.credentials.get`. */
export const RequestOptions = z.object({
  challenge: z.string(),
  rpId: z.string(),
  timeout: z.int(),
  userVerification: z.enum(['required', 'preferred']),
  /** Empty: any passkey that the browser has for this site. */
  allowCredentials: z.array(Descriptor),
})
export type RequestOptions = z.infer<typeof RequestOptions>

/** What a page passes to `navigator.credentials.create`. */
export const CreationOptions = z.object({
  challenge: z.string(),
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ type: publicKey, alg: z.int() })),
  timeout: z.int(),
  excludeCredentials: z.array(Descriptor),
  authenticatorSelection: z.object({
    residentKey: z.enum(['required', 'preferred']),
    requireResidentKey: z.boolean(),
    userVerification: z.enum(['required', 'preferred']),
  }),
  attestation: z.literal('none'),
  /** The browser shall say whether the passkey is discoverable: found without an address. */
  extensions: z.optional(z.object({ credProps: z.boolean() })),
})
export type CreationOptions = z.infer<typeof CreationOptions>

/** A passkey's answer to `RequestOptions`. */
export const Assertion = z.object({
  id: CredentialId,
  rawId: CredentialId,
  type: publicKey,
  response: z.object({
    clientDataJSON: base64url(8192),
    authenticatorData: base64url(8192),
    signature: base64url(4096),
    userHandle: z.optional(z.nullable(base64url(128))),
  }),
})
export type Assertion = z.infer<typeof Assertion>

/** A new passkey, as the browser answers to `CreationOptions`. */
export const Registration = z.object({
  id: CredentialId,
  rawId: CredentialId,
  type: publicKey,
  response: z.object({
    clientDataJSON: base64url(8192),
    attestationObject: base64url(32_768),
    transports: z.optional(
      z.array(text('notValid').check(z.maxLength(32, 'notValid'))).check(z.maxLength(10, 'notValid')),
    ),
  }),
  /** `rk`: the passkey is discoverable. Not every browser says it. */
  clientExtensionResults: z.optional(
    z.object({
      credProps: z.optional(z.object({ rk: z.optional(z.boolean({ error: 'notBoolean' satisfies FieldKey })) })),
    }),
  ),
})
export type Registration = z.infer<typeof Registration>
