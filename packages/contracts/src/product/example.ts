import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'

/** An example of a protected resource. Replace it with your own. */
export const readPrivate = endpoint({
  method: 'GET',
  path: '/api/restricted/private',
  summary: 'Returns a message that only signed-in people can read.',
  responses: { 200: z.object({ message: z.string() }) },
})
