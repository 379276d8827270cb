import * as z from 'zod/mini'
import { schemes } from '../brand/schemes.ts'
import { endpoint } from '../endpoint.ts'
import { Id, Instant } from '../values.ts'

const KeptHead = z.object({ id: Id, sentAt: Instant, to: z.string(), subject: z.string() })
/** What the list shows of a mail that was stored instead of sent. */
export type KeptHead = z.infer<typeof KeptHead>

const KeptText = z.extend(KeptHead, { text: z.string() })
/** A mail that was stored instead of sent. */
export const KeptMail = z.extend(KeptText, { html: z.string() })
export type KeptMail = z.infer<typeof KeptMail>

/** Exists only outside production, and only without SMTP_URL. */
export const readMailbox = endpoint({
  method: 'GET',
  path: '/api/dev/mailbox',
  summary: 'Lists the mails that would have been sent, newest first. Development only.',
  query: z.object({ after: z.optional(Id) }),
  responses: {
    200: z.object({
      /** Whether these are all mails. Otherwise they are the ones that came after `after`. */
      isWhole: z.boolean(),
      mails: z.array(KeptHead),
    }),
  },
  errors: ['not_found'],
})

export const readKeptMail = endpoint({
  method: 'GET',
  path: '/api/dev/mailbox/:id',
  params: z.object({ id: Id }),
  summary: 'Reads one of these mails, as text. Development only.',
  responses: { 200: KeptText },
  errors: ['not_found'],
})

/** The HTML of a mail is a page, and no answer of the API. */
export const keptMailPage = '/api/dev/mailbox/:id/page'
export const KeptMailPage = z.object({ id: Id, scheme: z.optional(z.enum(schemes)) })
