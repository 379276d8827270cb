import { readMailbox } from '@latchkey/contracts/mailbox'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { answer, route } from '../http/route.ts'
import { readKeptMails } from '../mail/mailbox.ts'

/**
 * Everybody who reaches the server can read what this answers, links that reset passwords included. So it is there only where
 * mails are kept, and never under an https address: a server that people use, started without NODE_ENV=production.
 */
export function publicRoutes(app: FastifyInstance, { settings }: Deps): void {
  if (settings.production || settings.smtpUrl !== undefined || settings.appUrl.protocol === 'https:') return

  route(app, readMailbox, async () => answer(200, await readKeptMails(settings)))
}
