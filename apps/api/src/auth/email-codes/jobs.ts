import { mailWords } from '@latchkey/contracts/words/mails'
import type { Deps } from '../../deps.ts'
import { contextFrom } from '../../platform/context.ts'
import { type Handler, handler } from '../../platform/jobs/jobs.ts'
import { renderLetter } from '../../platform/mail/letter.ts'
import { changeAccount, isActive } from '../account/change-account.ts'
import { findUser, mailLanguage } from '../account/users.ts'
import { record } from '../audit-log/service.ts'
import { armSignInCode } from '../challenges/sign-in-codes.ts'
import { describeRequest } from '../notices/describe-request.ts'
import { codeLetter } from './letters.ts'
import { codeMailJob } from './service.ts'

export const jobs = (deps: Deps): Handler[] => [
  handler(codeMailJob, async ({ email, challengeId, ...asked }, job) => {
    const found = await findUser(deps, email)
    if (!found) return
    const code = await changeAccount(deps, contextFrom(asked), found.id, async account => {
      if (!isActive(account.user) || account.user.email !== email) return null
      const armed = await armSignInCode(account, { id: challengeId, job })
      if (armed !== null) await record(account, 'code_asked')
      return armed
    })
    if (!code) return
    const language = mailLanguage(found, asked)
    const words = mailWords[language]
    const worksForMs = deps.settings.mailLifetimes.signInCode
    const letter = codeLetter(words, { code, worksForMs }, describeRequest(words, asked, found.timeZone))
    await deps.mailer.send({ id: job, to: email, ...renderLetter(language, letter) })
  }),
]
