import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { text } from '../values.ts'

export const reportLeakedToken = endpoint({
  method: 'POST',
  path: '/api/tokens/leaked',
  summary: 'Says that a token was found where others can read it. One of ours ends at once; the answer never tells.',
  body: z.object({ token: text('Enter the token.').check(z.maxLength(256, 'This is longer than a token.')) }),
  responses: { 204: null },
})

/** What the audit log records of it. */
export const activityKinds = ['token_leaked'] as const
