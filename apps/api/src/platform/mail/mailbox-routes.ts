import { readMailbox } from '@latchkey/contracts/platform/mailbox'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { ApiError } from '../errors.ts'
import { isLoopback } from '../http/proxies.ts'
import { answer, route } from '../http/route.ts'
import { readKeptMails } from './mailbox.ts'

/**
 * Whoever can read what this answers has everybody's account, by the links that reset passwords. So it is there only where mails
 * are kept, never under an https address (a server that people use, started without NODE_ENV=production), and for this machine.
 */
export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  const { settings } = deps
  if (settings.production || settings.smtpUrl !== undefined || settings.appUrl.protocol === 'https:') return

  // By Host as well: a page whose name was made to point here would otherwise read it in the developer's own browser (DNS rebinding).
  const isFromHere = ({ ip, headers, socket }: FastifyRequest) =>
    isLoopback(socket.remoteAddress) && isLoopback(ip) && headers.host === settings.appUrl.host

  route(app, deps, readMailbox, async (_input, _context, reply) => {
    if (!isFromHere(reply.request)) throw new ApiError('not_found')
    return answer(200, await readKeptMails(settings))
  })
}
