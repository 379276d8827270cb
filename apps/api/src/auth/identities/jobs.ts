import { mailWords } from '@latchkey/contracts/words/mails'
import type { Deps } from '../../deps.ts'
import { contextFrom } from '../../platform/context.ts'
import { type Handler, handler } from '../../platform/jobs/jobs.ts'
import { renderLetter } from '../../platform/mail/letter.ts'
import { changeAccount, isActive } from '../account/change-account.ts'
import { remindOfDeletion, remindOfReclaim } from '../account/reminders.ts'
import { findUser, mailLanguage } from '../account/users.ts'
import { record } from '../audit-log/service.ts'
import { armLinkCode } from '../challenges/sign-in-codes.ts'
import { describeRequest } from '../notices/describe-request.ts'
import { linkCodeLetter } from './letters.ts'
import { linkCodeJob } from './link-step.ts'

export const jobs = (deps: Deps): Handler[] => [
  handler(linkCodeJob, async ({ email, challengeId, account, ...asked }, job) => {
    const owner = await findUser(deps, email)
    if (owner?.deletedAt) return remindOfDeletion(deps, { ...owner, deletedAt: owner.deletedAt }, asked.language)
    if (owner && !isActive(owner)) return
    if (!owner && (await remindOfReclaim(deps, email, asked))) return
    const code = await armLinkCode(deps, { id: challengeId, job })
    if (code === null) return
    if (owner) await changeAccount(deps, contextFrom(asked), owner.id, each => record(each, 'code_asked'))
    const language = owner ? mailLanguage(owner, asked) : asked.language
    const words = mailWords[language]
    const worksForMs = deps.settings.mailLifetimes.signInCode
    const facts = describeRequest(words, asked, owner?.timeZone ?? null)
    const letter = linkCodeLetter(words, { code, worksForMs, account }, facts)
    await deps.mailer.send({ id: job, to: email, ...renderLetter(language, letter) })
  }),
]
