import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { text } from '../values.ts'
import type { FieldKey } from '../words/fields.ts'

export const reportLeakedToken = endpoint({
  method: 'POST',
  path: '/api/tokens/leaked',
  summary: 'Reports a token that became public. If it is one of ours, it ends at once. The answer is always the same.',
  body: z.object({ token: text('tokenMissing').check(z.maxLength(256, 'tokenTooLong' satisfies FieldKey)) }),
  responses: { 204: null },
})

/** The event kinds that leaked tokens record in the audit log. */
export const activityKinds = ['token_leaked'] as const
