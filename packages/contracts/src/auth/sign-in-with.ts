import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { text } from '../values.ts'
import type { FieldKey } from '../words/fields.ts'
import { Delivery } from './sessions.ts'

// Apart from `identities.ts`, because the buttons of the sign-in page need no more of it.

/** The name of a provider in the settings, in lower case, such as `google`. */
export const ProviderId = /* @__PURE__ */ text('notValid').check(
  z.regex(/^[a-z0-9_]{1,32}$/, 'notValid' satisfies FieldKey),
)

/** A path of this app, where a page goes on afterwards. Any other value counts as the first page. */
export const Return = z.optional(text('notValid').check(z.maxLength(2048, 'notValid' satisfies FieldKey)))
const Remember = z._default(z.boolean({ error: 'notBoolean' satisfies FieldKey }), false)

/** Where the browser goes: the provider's own page. */
export const Going = z.object({ url: z.string() })

/** The verifier of an API client, hashed by SHA-256, in base64url (RFC 7636). */
const CodeChallenge = text('notValid').check(z.regex(/^[A-Za-z0-9_-]{43}$/, 'notValid' satisfies FieldKey))
export const signInWith = endpoint({
  method: 'POST',
  path: '/api/sessions/with/:provider',
  summary:
    'Begins a sign-in or a sign-up with a provider. The browser that asked goes to `url`, and must be the one that comes back. An API client sends its address and the hash of a verifier, and gets a code there.',
  params: z.object({ provider: ProviderId }),
  body: z.object({
    return: Return,
    remember: Remember,
    /** Lets the person choose another account at the provider, which would go on with the former one. */
    choose: z.optional(z.boolean()),
    delivery: z._default(Delivery, 'cookie'),
    /** Only for an API client: one of APP_REDIRECTS. */
    redirect: z.optional(text('notValid').check(z.maxLength(512, 'notValid' satisfies FieldKey))),
    /** Only for an API client. */
    codeChallenge: z.optional(CodeChallenge),
  }),
  responses: { 200: Going },
  errors: ['rate_limited', 'provider_unavailable'],
})
