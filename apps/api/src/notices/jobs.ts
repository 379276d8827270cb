import { pages } from '@latchkey/contracts/pages'
import { armChallenge } from '../challenges/service.ts'
import type { Deps } from '../deps.ts'
import { renderLetter } from '../mail/letter.ts'
import { type Handler, handler } from '../outbox/outbox.ts'
import { lockUser } from '../users/service.ts'
import { noticeLetter } from './letters.ts'
import { factsOf, noticeJob } from './service.ts'

export const jobs = (deps: Deps): Handler[] => [
  handler(noticeJob, async ({ userId, challengeId, kind, restores, detail, ...circumstances }, jobId) => {
    const armed = await deps.db.$transaction(async tx =>
      (await lockUser(tx, userId)) ? armChallenge(deps, tx, 'not_me', challengeId) : null,
    )
    // Undone before the mail could leave, or long past: there is nothing left to tell, nor to undo.
    if (!armed) return
    const url = `${deps.settings.appUrl.origin}${pages.notMe}#token=${armed.secret}`
    const letter = noticeLetter(kind, { url, restores, detail, facts: factsOf(circumstances) })
    await deps.mailer.send({ id: jobId, to: armed.address, ...renderLetter(letter) })
  }),
]
