import * as z from 'zod/mini'
import { Id, Instant } from '../values.ts'

// Apart from the calls, because exports and the pages of admins need none of these.

/** An account elsewhere that signs a person in here. */
export const Identity = z.object({
  id: Id,
  provider: z.string(),
  label: z.string(),
  mark: z.string(),
  /** The address that the provider named last. It says which account it is, and finds nothing here. */
  email: z.nullable(z.string()),
  createdAt: Instant,
  lastUsedAt: z.nullable(Instant),
  /** Whether it signs you in. Not while the operator has removed or disabled the provider. */
  usable: z.boolean(),
})
export type Identity = z.infer<typeof Identity>

/** The identities in an export. */
export const exportedIdentities = z.array(
  z.object({
    id: Id,
    provider: z.string(),
    issuer: z.string(),
    subject: z.string(),
    email: z.nullable(z.string()),
    createdAt: Instant,
    lastUsedAt: z.nullable(Instant),
  }),
)
