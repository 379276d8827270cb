import { pages } from '@latchkey/contracts/pages'
import type { Deps } from '../../deps.ts'
import { systemContext } from '../../platform/context.ts'
import { type Handler, handler } from '../../platform/jobs/jobs.ts'
import { renderLetter } from '../../platform/mail/letter.ts'
import { armChallenge, findPrepared } from '../challenges/service.ts'
import { changeAccount } from './change-account.ts'
import { addressLink, addressTaken } from './letters.ts'
import { remindOfDeletion, remindOfReclaim } from './reminders.ts'
import { emailChangeAsked } from './service.ts'
import { findUser } from './users.ts'

export const jobs = (deps: Deps): Handler[] => [
  handler(emailChangeAsked, async ({ challengeId }, jobId) => {
    const asked = await findPrepared(deps, 'email_change', challengeId)
    if (!asked?.address || !asked.userId) return
    const { address, userId } = asked
    const { origin } = deps.settings.appUrl
    const owner = await findUser(deps, address)
    if (!owner && (await remindOfReclaim(deps, address, { except: userId }))) return
    if (!owner) {
      // Whatever voids the request locks the account too: none is armed, or given another link, that is void a moment later.
      const armed = await changeAccount(deps, systemContext(deps), userId, account =>
        armChallenge(account, 'email_change', asked.id),
      )
      if (!armed) return
      const url = `${origin}${pages.confirmEmail}#token=${armed.secret}`
      return deps.mailer.send({ id: jobId, to: address, ...renderLetter(addressLink(url)) })
    }
    // Left open as any other that nobody answers: to close it would tell its asker, in their export, that the address has an owner.
    if (!owner.deletedAt)
      return deps.mailer.send({ id: jobId, to: address, ...renderLetter(addressTaken(`${origin}${pages.login}`)) })
    // Who has left may come back by the button of that letter, and by nothing else.
    await remindOfDeletion(deps, { id: owner.id, deletedAt: owner.deletedAt })
  }),
]
