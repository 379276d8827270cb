import type { FastifyRequest } from 'fastify'
import { withoutPort } from '../network.ts'
import type { Origin } from '../principal.ts'

/** Where a request came from, for mails and for the audit log. */
export const originOf = ({
  ip,
  headers,
  id,
}: FastifyRequest): Origin & { ip: string; userAgent: string | undefined } => ({
  ip: withoutPort(ip),
  userAgent: headers['user-agent'],
  requestId: id,
})
