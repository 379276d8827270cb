import { readMailbox } from '@latchkey/contracts/platform/mailbox'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { ApiError } from '../errors.ts'
import { isLoopback, wasForwarded } from '../http/proxies.ts'
import { answer, route } from '../http/route.ts'
import { readKeptMails } from './mailbox.ts'

/**
 * Registers the mailbox for development. Anyone who can read it can take over every account, with the links to reset passwords. So it
 * exists only if mails are stored instead of sent. It never exists at an https address, which means a server with real users that was
 * started without NODE_ENV=production. And it answers only this machine.
 */
export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  const { settings } = deps
  if (settings.production || settings.sendsMail || settings.appUrl.protocol === 'https:') return

  // Checks Host too. Otherwise a page whose domain points to this machine can read it in the developer's browser (DNS rebinding).
  // A tunnel connects from this machine and may write our name into Host, but it leaves headers of its own.
  const isFromHere = ({ headers, socket }: FastifyRequest) =>
    isLoopback(socket.remoteAddress) && headers.host === settings.appUrl.host && !wasForwarded(headers)

  route(app, deps, readMailbox, async (_input, _context, reply) => {
    if (!isFromHere(reply.request)) throw new ApiError('not_found')
    return answer(200, await readKeptMails(settings))
  })
}
