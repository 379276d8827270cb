import { KeptMailPage, keptMailPage, readKeptMail, readMailbox } from '@latchkey/contracts/platform/mailbox'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { isForDevelopers, requireThisMachine } from '../developers.ts'
import { ApiError } from '../errors.ts'
import { answer, route } from '../http/route.ts'
import { findKeptMail, listKeptMails } from './mailbox.ts'
import { sendMailPage } from './show-mail.ts'

/**
 * Registers the mailbox for development. Anyone who can read it can take over every account, with the links to reset passwords. So it
 * exists only on a server for developers, only if mails are stored instead of sent, and it answers only this machine.
 */
export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  const { settings } = deps
  if (settings.sendsMail || !isForDevelopers(settings)) return
  app.addHook('onRequest', async request => requireThisMachine(settings, request))

  route(app, deps, readMailbox, async ({ after }) => answer(200, await listKeptMails(settings, after)))

  const requireMail = async (id: string) => {
    const mail = await findKeptMail(settings, id)
    if (!mail) throw new ApiError('not_found')
    return mail
  }

  route(app, deps, readKeptMail, async ({ id }) => answer(200, await requireMail(id)))

  app.get(keptMailPage, async (request, reply) => {
    const asked = KeptMailPage.safeParse({ ...Object(request.query), ...Object(request.params) }).data
    if (!asked) throw new ApiError('not_found')
    return sendMailPage(reply, (await requireMail(asked.id)).html, asked.scheme)
  })
}
