import { pages } from '@latchkey/contracts/pages'
import { mailWords } from '@latchkey/contracts/words/mails'
import type { Deps } from '../../deps.ts'
import { contextFrom } from '../../platform/context.ts'
import { type Handler, handler } from '../../platform/jobs/jobs.ts'
import { renderLetter } from '../../platform/mail/letter.ts'
import { changeAccount } from '../account/change-account.ts'
import { mailLanguage } from '../account/users.ts'
import { armChallenge, type Purpose } from '../challenges/service.ts'
import { describeRequest } from './describe-request.ts'
import { readMerged } from './merging.ts'
import { findNotice, noticeJob } from './service.ts'

/** Mails a notice with a button that undoes the event. */
export const jobs = (deps: Deps): Handler[] => [
  handler(noticeJob, async ({ userId, challengeId, furtherId, kind, restores, detail, ...asked }, jobId) => {
    const { letter } = findNotice(deps, kind)
    const armed = await changeAccount(deps, contextFrom(asked), userId, async account => {
      const armed = await armChallenge(account, ['not_me', 'keep'], challengeId)
      const further =
        furtherId === null ? null : await armChallenge(account, ['cancel_email', 'keep_factors'], furtherId)
      return (
        armed && { ...armed, further, language: mailLanguage(account.user, asked), timeZone: account.user.timeZone }
      )
    })
    // The event was undone before the mail was sent, or its button expired. There is nothing left to undo.
    if (!armed) return
    const page = armed.purpose === 'keep' ? pages.keepAccount : pages.notMe
    const { origin } = deps.settings.appUrl
    const url = `${origin}${page}#token=${armed.secret}`
    const furtherUrl = armed.further && `${origin}${furtherPageOf(armed.further)}#token=${armed.further.secret}`
    const { language, timeZone } = armed
    const words = mailWords[language]
    const { others, more } = readMerged(armed.payload)
    const facts = [asked, ...others].flatMap(place => describeRequest(words, place, timeZone))
    if (more > 0) facts.push([words.and, words.more(more)])
    const written = letter(words, {
      url,
      ...(furtherUrl && { furtherUrl }),
      restores,
      detail,
      facts,
      count: 1 + others.length + more,
    })
    await deps.mailer.send({ id: jobId, to: armed.address, ...renderLetter(language, written) })
  }),
]

const furtherPageOf = ({ purpose }: { purpose: Purpose }) =>
  purpose === 'keep_factors' ? pages.keepFactors : pages.cancelEmail
