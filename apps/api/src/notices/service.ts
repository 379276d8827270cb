import type { Transaction } from '@latchkey/database/client'
import * as z from 'zod/mini'
import type { Deps } from '../deps.ts'
import { jobKind } from '../outbox/outbox.ts'

const kinds = ['password_changed', 'email_change_asked', 'email_changed', 'signed_in', 'account_deleted'] as const

export interface Notice {
  userId: string
  address: string
  kind: (typeof kinds)[number]
  restores?: boolean
  detail?: string
  ip?: string
  userAgent?: string | null
  at?: Date
}

export const notice = jobKind(
  'notice',
  z.object({ userId: z.uuid(), address: z.string(), kind: z.enum(kinds), restores: z.optional(z.boolean()) }),
)

/** Tells a person by mail, once `tx` is committed, what happened to their account. */
export const notify = (deps: Deps, tx: Transaction, { userId, address, kind, restores }: Notice): Promise<void> =>
  deps.outbox.add(tx, notice, { userId, address, kind, ...(restores && { restores }) })
