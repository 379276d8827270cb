import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { productExport } from '../product.ts'
import { Id, Instant, MailedSecret } from '../values.ts'
import { ActivityEvent } from './activity.ts'
import { Password } from './passwords.ts'
import { Session } from './sessions.ts'
import { Email, Name, User } from './users.ts'

export const changeName = endpoint({
  method: 'PATCH',
  path: '/api/restricted/user',
  summary: 'Changes what you are called.',
  body: z.object({ name: z.nullable(Name) }),
  responses: { 200: User },
  errors: ['rate_limited'],
})

export const changePassword = endpoint({
  method: 'PUT',
  path: '/api/restricted/password',
  summary: 'Changes your password. Your other sessions end, and this one gets a new token.',
  body: z.object({ currentPassword: Password, newPassword: Password }),
  responses: {
    200: z.object({
      revoked: z.int(),
      /** Only for a bearer session; a browser gets its cookie. */
      token: z.optional(z.string()),
    }),
  },
  errors: ['invalid_credentials', 'rate_limited'],
})

export const changeEmail = endpoint({
  method: 'POST',
  path: '/api/restricted/email/change',
  summary: 'Asks for another address. Nothing changes until that address proves itself by the mailed link.',
  body: z.object({ email: Email }),
  responses: { 202: z.object({ email: z.string() }) },
  errors: ['confirmation_required', 'rate_limited'],
})

export const confirmEmail = endpoint({
  method: 'POST',
  path: '/api/restricted/email/confirm',
  summary: 'Proves the new address by its mailed link. Your other sessions end.',
  body: z.object({ token: MailedSecret }),
  responses: { 200: User },
  errors: ['invalid_link'],
})

/** All that is kept about a person. */
export const Export = z.object({
  exportedAt: Instant,
  user: z.extend(User, { updatedAt: Instant, disabledAt: z.nullable(Instant) }),
  password: z.nullable(
    z.object({ changedAt: Instant, disabledAt: z.nullable(Instant), strangersRefusedAt: z.nullable(Instant) }),
  ),
  sessions: z.array(
    z.extend(Session, {
      methods: z.array(z.string()),
      userAgent: z.nullable(z.string()),
      authenticatedAt: Instant,
      confirmedAt: z.nullable(Instant),
      remembered: z.boolean(),
      deviceId: z.nullable(Id),
    }),
  ),
  devices: z.array(z.object({ id: Id, createdAt: Instant, lastSeenAt: Instant, revokedAt: z.nullable(Instant) })),
  /** What is open, or was: by its purpose, never with its secret. */
  challenges: z.array(
    z.object({
      purpose: z.string(),
      address: z.nullable(z.string()),
      /** What somebody who signed up wanted to be called. */
      name: z.nullable(z.string()),
      /** What a mail with the button "This wasn't me" told. */
      notice: z.nullable(z.string()),
      /** Codes that were tried. */
      tries: z.int(),
      createdAt: Instant,
      expiresAt: Instant,
      usedAt: z.nullable(Instant),
    }),
  ),
  /** What happened to the account, oldest first, for as long as that is kept; the last 10,000 events. */
  activity: z.array(
    z.extend(ActivityEvent, {
      address: z.nullable(z.string()),
      userAgent: z.nullable(z.string()),
      sessionId: z.nullable(Id),
      deviceId: z.nullable(Id),
      requestId: z.nullable(z.string()),
    }),
  ),
  /** What the product keeps, by feature. */
  product: productExport,
  /** What waits to be mailed to them, or was within the last day. */
  jobs: z.array(
    z.object({
      kind: z.string(),
      createdAt: Instant,
      address: z.nullable(z.string()),
      ip: z.nullable(z.string()),
      userAgent: z.nullable(z.string()),
    }),
  ),
})
export type Export = z.infer<typeof Export>

export const exportUser = endpoint({
  method: 'GET',
  path: '/api/restricted/user/export',
  summary: 'Everything that is kept about you, as a file.',
  responses: { 200: Export },
  errors: ['confirmation_required'],
})

export const deleteUser = endpoint({
  method: 'DELETE',
  path: '/api/restricted/user',
  summary:
    'Deletes your account. Every session ends at once; after 7 days nothing is left, and until then the mail undoes it.',
  responses: { 204: null },
  errors: ['confirmation_required'],
})
