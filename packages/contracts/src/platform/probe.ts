import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'

/** How a request arrived, as the server understands it. */
const Arrival = z.object({
  /** The address that limits and the audit log would name. */
  ip: z.string(),
  /** The addresses it came through, the nearest first. Each but the last is a trusted proxy, which named the next one. */
  chain: z.array(z.string()),
  protocol: z.string(),
  host: z.string(),
})

export const probe = endpoint({
  method: 'POST',
  path: '/api/health/probe',
  summary:
    'Tells the command doctor how its request arrived through the proxies. Only who knows APP_SECRET can ask. Any other request is answered 404.',
  body: z.object({
    /** When it was asked, in milliseconds since 1970. */
    at: z.int(),
    proof: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
  }),
  responses: { 200: Arrival },
  errors: ['not_found'],
})
