import * as z from 'zod/mini'
import { Instant } from '../values.ts'
import type { FieldKey } from '../words/fields.ts'
import { Session } from './sessions.ts'
import { User } from './users.ts'

// How every way to sign in ends. Apart from `second-step.ts`, because the sign-in page needs no more of it.

/** What can prove a second factor. */
export const FactorMethod = z.enum(['totp', 'passkey', 'recovery_code'], { error: 'notValid' satisfies FieldKey })
export type FactorMethod = z.infer<typeof FactorMethod>

/** A finished sign-in. */
export const SignedIn = z.object({
  /** Only for `delivery: "bearer"`. A browser's token travels only in its cookie (ASVS 3.3.4). */
  token: z.optional(z.string()),
  session: Session,
  user: User,
})

/** A sign-in that needs a second factor first. It is no session: it can do nothing but prove one. */
export const SecondStep = z.object({
  challenge: z.string(),
  /** What this person can prove it with. */
  methods: z.array(FactorMethod),
  expiresAt: Instant,
})
export type SecondStep = z.infer<typeof SecondStep>
