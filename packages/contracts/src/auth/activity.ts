import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { Id } from '../values.ts'
import { ActivityEvent } from './audit-log.ts'

export const listActivity = endpoint({
  method: 'GET',
  path: '/api/restricted/activity',
  summary:
    'Lists what happened to your account, newest first, 50 at a time. Pass `next` as `before` to get the next page.',
  query: z.object({ before: z.optional(Id) }),
  responses: { 200: z.object({ events: z.array(ActivityEvent), next: z.nullable(Id) }) },
})
