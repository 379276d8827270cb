import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { Id, Instant, text } from '../values.ts'
import type { FieldKey } from '../words/fields.ts'
import { Code } from './codes.ts'
import { Identity } from './linked-identities.ts'
import { Password } from './passwords.ts'
import { ChallengeSecret } from './second-step.ts'
import { Going, ProviderId, Return } from './sign-in-with.ts'
import { SecondStep, SignedIn } from './signed-in.ts'
import { Assertion, RequestOptions } from './webauthn.ts'

export { providers } from './listed-providers.ts'
export { signInWith } from './sign-in-with.ts'

// Sign-in with an account elsewhere: OpenID Connect, and OAuth 2.0 with GitHub. docs/sign-in-with.md shows the whole way.

/** The verifier of an API client (RFC 7636). */
const CodeVerifier = text('notValid').check(z.regex(/^[A-Za-z0-9._~-]{43,128}$/, 'notValid' satisfies FieldKey))

export const finishSignInWith = endpoint({
  method: 'GET',
  path: '/api/sessions/with/:provider/callback',
  summary:
    'Where the provider sends the browser back to. Leads to a page of this app. If it went wrong, to the sign-in page with a word that says why.',
  params: z.object({ provider: ProviderId }),
  responses: { 303: null },
})

/** What went wrong with a provider. The sign-in page and the settings say it in words. */
export const providerProblems = [
  /** The person said no, or the provider did. */
  'denied',
  /** It took too long, was used already, or came back to another browser, or to a session that has ended. */
  'expired',
  /** The provider, or this app's entry there, is set up wrongly. */
  'misconfigured',
  /** The provider does not answer, or this server cannot work right now. */
  'down',
  /** We cannot finish it now: the database does not answer. */
  'unavailable',
  /** The provider does not say that the address is the person's, or says none. */
  'no_address',
  /** The account there belongs to another account here. */
  'taken',
  /** No account here may use it: it is disabled, or too much was tried. */
  'refused',
  /** For API clients: the address has an account. Its owner signs in there, and links the provider in the settings. */
  'has_account',
] as const
export type ProviderProblem = (typeof providerProblems)[number]

/** An account here has the address that the provider named. Its owner proves it, and the provider is linked. */
export const LinkStep = z.object({
  challenge: z.string(),
  label: z.string(),
  /** The address that the provider named. */
  email: z.string(),
  /** What can prove the account. If the provider did not prove the address, a mailed code alone, which was sent already. */
  methods: z.array(z.enum(['password', 'passkey', 'code'])),
  expiresAt: Instant,
})
export type LinkStep = z.infer<typeof LinkStep>

export const pendingSignInWith = endpoint({
  method: 'POST',
  path: '/api/sessions/with/pending',
  summary: 'Returns what a sign-in with a provider still needs, once, to the browser that began it.',
  body: z.object({ id: Id }),
  responses: {
    /** The account must be proven first. */
    200: LinkStep,
    /** The person has a second factor. */
    202: SecondStep,
  },
  errors: ['invalid_challenge'],
})

export const linkOptions = endpoint({
  method: 'POST',
  path: '/api/sessions/with/link/options',
  summary: 'Returns the options with which a passkey can prove the account.',
  body: z.object({ challenge: ChallengeSecret }),
  responses: { 200: z.object({ options: RequestOptions }) },
  errors: ['invalid_challenge', 'rate_limited'],
})

export const mailLinkCode = endpoint({
  method: 'POST',
  path: '/api/sessions/with/link/code',
  summary: 'Mails a code that proves the account.',
  body: z.object({ challenge: ChallengeSecret }),
  responses: { 204: null },
  errors: ['invalid_challenge', 'rate_limited'],
})

export const linkAtSignIn = endpoint({
  method: 'POST',
  path: '/api/sessions/with/link',
  summary:
    'Proves the account that has the address, links the provider, and signs in. A person with a second factor proves that too, before anything is linked.',
  body: z
    .object({
      challenge: ChallengeSecret,
      password: z.optional(Password),
      code: z.optional(Code),
      credential: z.optional(Assertion),
    })
    .check(
      z.refine(
        ({ password, code, credential }) =>
          [password, code, credential].filter(proof => proof !== undefined).length === 1,
        { path: ['password'], error: 'passwordMissing' satisfies FieldKey },
      ),
    ),
  responses: { 200: SignedIn, 202: SecondStep },
  errors: ['invalid_credentials', 'invalid_code', 'invalid_factor', 'invalid_challenge', 'rate_limited'],
})

export const exchangeCode = endpoint({
  method: 'POST',
  path: '/api/sessions/with/exchange',
  summary: 'Gives an API client its session, for the code that came back to it and its verifier.',
  body: z.object({ code: ChallengeSecret, verifier: CodeVerifier }),
  responses: { 200: SignedIn, 202: SecondStep },
  /** `not_possible` has one of `providerProblems` as its reason. */
  errors: ['invalid_challenge', 'not_possible', 'rate_limited'],
})

export const signOutWith = endpoint({
  method: 'POST',
  path: '/api/sessions/with/:provider/sign_out',
  summary: 'Returns where you can sign out at the provider too. Null if it has no such page.',
  params: z.object({ provider: ProviderId }),
  responses: { 200: z.object({ url: z.nullable(z.string()) }) },
  errors: ['rate_limited'],
})

export const identities = endpoint({
  method: 'GET',
  path: '/api/restricted/identities',
  summary: 'Lists the accounts elsewhere that sign you in.',
  responses: { 200: z.array(Identity) },
})

export const linkIdentity = endpoint({
  method: 'POST',
  path: '/api/restricted/identities/:id',
  summary: 'Begins to link an account at the provider that the path names. The browser goes to `url`.',
  params: z.object({ id: ProviderId }),
  body: z.object({ return: Return }),
  responses: { 200: Going },
  errors: ['confirmation_required', 'too_many_factors', 'rate_limited', 'provider_unavailable'],
})

export const unlinkIdentity = endpoint({
  method: 'DELETE',
  path: '/api/restricted/identities/:id',
  summary: 'Unlinks an account elsewhere. Sessions that it began end. The last way to sign in stays.',
  params: z.object({ id: Id }),
  responses: { 204: null },
  errors: ['confirmation_required', 'last_factor'],
})

export const confirmWith = endpoint({
  method: 'POST',
  path: '/api/restricted/session/confirm/with/:provider',
  summary: 'Begins to confirm this session by a new sign-in at a linked provider. The browser goes to `url`.',
  params: z.object({ provider: ProviderId }),
  body: z.object({ return: Return }),
  responses: { 200: Going },
  errors: ['invalid_factor', 'rate_limited', 'provider_unavailable'],
})

/** The body is a form, as OpenID Connect Back-Channel Logout 1.0 says. */
export const backChannelLogout = endpoint({
  method: 'POST',
  path: '/api/backchannel_logout/:provider',
  summary: 'Where a provider says that a person signed out there. Ends the sessions that it began.',
  params: z.object({ provider: ProviderId }),
  body: z.object({ logout_token: text('notValid').check(z.minLength(1), z.maxLength(16_384)) }),
  bodyMedia: 'application/x-www-form-urlencoded',
  responses: { 200: z.object({}) },
  errors: ['provider_unavailable'],
})

/** The event kinds that identities record in the audit log. */
export const activityKinds = [
  'identity_added',
  'identity_removed',
  'identity_refused',
  'signed_out_by_provider',
] as const
