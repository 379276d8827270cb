import type { Delivery } from '@latchkey/contracts/sessions'
import type { FastifyReply } from 'fastify'
import type { Settings } from '../settings.ts'
import { setSessionCookie } from './cookies.ts'

/** Gives a client the new token of its session: a browser gets its cookie, and every other what its answer's body must hold. */
export function handOverToken(
  settings: Settings,
  reply: FastifyReply,
  token: string,
  { delivery, maxAgeSeconds }: { delivery: Delivery; maxAgeSeconds: number | undefined },
): { token?: string } {
  if (delivery === 'bearer') return { token }
  setSessionCookie(settings, reply, token, maxAgeSeconds)
  return {}
}
