import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'

/** The example of a protected resource: replace it with your own. */
export const readPrivate = endpoint({
  method: 'GET',
  path: '/api/restricted/private',
  summary: 'Something that only signed-in people see.',
  responses: { 200: z.object({ message: z.string() }) },
})

export const endpoints = [readPrivate] as const
