import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { Id, Instant } from '../values.ts'

/** A mail that was stored instead of sent. */
export const KeptMail = z.object({
  id: Id,
  sentAt: Instant,
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
})
export type KeptMail = z.infer<typeof KeptMail>

/** Exists only outside production, and only without SMTP_URL. */
export const readMailbox = endpoint({
  method: 'GET',
  path: '/api/dev/mailbox',
  summary: 'Lists the mails that would have been sent, newest first. Development only.',
  responses: { 200: z.array(KeptMail) },
  errors: ['not_found'],
})
