import { pages } from '@latchkey/contracts/pages'
import { mailWords } from '@latchkey/contracts/words/mails'
import type { Deps } from '../../deps.ts'
import { systemContext } from '../../platform/context.ts'
import { type Handler, handler } from '../../platform/jobs/jobs.ts'
import { renderLetter } from '../../platform/mail/letter.ts'
import { armChallenge, findPrepared } from '../challenges/service.ts'
import { changeAccount } from './change-account.ts'
import { emailChangeAsked } from './change-address.ts'
import { addressLink, addressTaken } from './letters.ts'
import { remindOfDeletion, remindOfReclaim } from './reminders.ts'
import { findUser, mailLanguage } from './users.ts'

/** Mails the link to a new address, or tells its owner that it is taken. */
export const jobs = (deps: Deps): Handler[] => [
  handler(emailChangeAsked, async ({ challengeId, ...request }, jobId) => {
    const asked = await findPrepared(deps, 'email_change', challengeId)
    if (!asked?.address || !asked.userId) return
    const { address, userId } = asked
    const { origin } = deps.settings.appUrl
    const owner = await findUser(deps, address)
    if (!owner && (await remindOfReclaim(deps, address, { language: request.language, except: userId }))) return
    if (!owner) {
      // Everything that voids the request locks the account too, so a void request never gets a link.
      const armed = await changeAccount(deps, systemContext(deps), userId, async account => {
        const armed = await armChallenge(account, ['email_change'], asked.id)
        return armed && { ...armed, language: mailLanguage(account.user, request) }
      })
      if (!armed) return
      const { language } = armed
      const url = `${origin}${pages.confirmEmail}#token=${armed.secret}`
      return deps.mailer.send({
        id: jobId,
        to: address,
        ...renderLetter(language, addressLink(mailWords[language], url, deps.settings.mailLifetimes.confirmLink)),
      })
    }
    // The challenge stays open, as if unanswered. If closed, the asker's export would show that the address has an owner.
    if (!owner.deletedAt) {
      const language = mailLanguage(owner, request)
      const letter = addressTaken(mailWords[language], `${origin}${pages.login}`)
      return deps.mailer.send({ id: jobId, to: address, ...renderLetter(language, letter) })
    }
    // Only the button of this letter restores a deleted account.
    await remindOfDeletion(deps, { id: owner.id, deletedAt: owner.deletedAt }, request.language)
  }),
]
