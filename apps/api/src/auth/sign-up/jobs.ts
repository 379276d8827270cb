import { mailWords } from '@latchkey/contracts/words/mails'
import type { Deps } from '../../deps.ts'
import { type Handler, handler } from '../../platform/jobs/jobs.ts'
import { renderLetter } from '../../platform/mail/letter.ts'
import { remindOfDeletion, remindOfReclaim } from '../account/reminders.ts'
import { findUser, mailLanguage } from '../account/users.ts'
import { armAttempt } from '../challenges/sign-up-attempts.ts'
import { verifyLetter } from './letters.ts'
import { sendAccountExists, signUpMailJob } from './service.ts'

export const jobs = (deps: Deps): Handler[] => [
  handler(signUpMailJob, async ({ email, browser, ...asked }, id) => {
    const user = await findUser(deps, email)
    if (user?.deletedAt) return remindOfDeletion(deps, { ...user, deletedAt: user.deletedAt }, asked.language)
    if (user) return sendAccountExists(deps, id, user, { ...asked, language: mailLanguage(user, asked) })
    if (await remindOfReclaim(deps, email, asked)) return

    const secrets = await armAttempt(deps, { address: email, browser, job: id })
    if (!secrets) return
    const letter = verifyLetter(mailWords[asked.language], deps.settings, { ...secrets, address: email })
    await deps.mailer.send({ id, to: email, ...renderLetter(asked.language, letter) })
  }),
]
