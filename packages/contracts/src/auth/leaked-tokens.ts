import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { text } from '../values.ts'

export const reportLeakedToken = endpoint({
  method: 'POST',
  path: '/api/tokens/leaked',
  summary: 'Reports a token that became public. If it is one of ours, it ends at once. The answer is always the same.',
  body: z.object({ token: text('Enter the token.').check(z.maxLength(256, 'This is longer than a token.')) }),
  responses: { 204: null },
})

/** The event kinds that leaked tokens record in the audit log. */
export const activityKinds = ['token_leaked'] as const
