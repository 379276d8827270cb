import { mailWords } from '@latchkey/contracts/words/mails'
import type { Deps } from '../../deps.ts'
import { contextFrom } from '../../platform/context.ts'
import { type Handler, handler } from '../../platform/jobs/jobs.ts'
import { renderLetter } from '../../platform/mail/letter.ts'
import { changeAccount, isActive } from '../account/change-account.ts'
import { remindOfDeletion, remindOfReclaim } from '../account/reminders.ts'
import { findUser, mailLanguage } from '../account/users.ts'
import { record } from '../audit-log/service.ts'
import { openChallenge } from '../challenges/service.ts'
import { describeRequest } from '../notices/describe-request.ts'
import { resetLetter } from './letters.ts'
import { resetMailJob } from './service.ts'

export const jobs = (deps: Deps): Handler[] => [
  handler(resetMailJob, async ({ email, because, ...asked }, jobId) => {
    const { resetLink } = deps.settings.mailLifetimes
    const found = await findUser(deps, email)
    if (!found) return void (await remindOfReclaim(deps, email, asked))
    if (found.deletedAt) return remindOfDeletion(deps, { ...found, deletedAt: found.deletedAt }, asked.language)
    const opened = await changeAccount(deps, contextFrom(asked), found.id, async account => {
      if (!isActive(account.user) || account.user.email !== email) return null
      if (because === 'forgot') await record(account, 'reset_asked')
      // Open links stay valid. Otherwise a stranger could void them by asking again and again.
      // It counts from when the link is mailed, not requested, since the mail may be late. `limits/rules.ts` relies on it.
      return openChallenge(account, 'reset', { address: email, lifetimeMs: resetLink })
    })
    if (!opened) return
    const language = mailLanguage(found, asked)
    const words = mailWords[language]
    const { origin } = deps.settings.appUrl
    const details = {
      origin,
      address: email,
      secret: opened.secret,
      lifetimeMs: resetLink,
      facts: describeRequest(words, asked, found.timeZone),
    }
    const letter = resetLetter(words, because, details)
    await deps.mailer.send({ id: jobId, to: email, ...renderLetter(language, letter) })
  }),
]
