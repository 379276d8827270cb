import { recordEvent } from '../audit/service.ts'
import { openChallenge } from '../challenges/service.ts'
import type { Deps } from '../deps.ts'
import { renderLetter } from '../mail/letter.ts'
import { factsOf, remindOfDeletion, remindOfRight } from '../notices/service.ts'
import { type Handler, handler } from '../outbox/outbox.ts'
import { findUser, lockEnabledUser } from '../users/service.ts'
import { resetLetter } from './letters.ts'
import { resetMailJob } from './service.ts'

/** From when the link is mailed, not from when it was asked for: mail may be late. `limits/rules.ts` counts on it. */
const lifetimeMs = 10 * 60_000

export const jobs = (deps: Deps): Handler[] => [
  handler(resetMailJob, async ({ email, because, ...circumstances }, job) => {
    const found = await findUser(deps, email)
    if (!found) return void (await remindOfRight(deps, email))
    if (found.deletedAt) return remindOfDeletion(deps, { ...found, deletedAt: found.deletedAt })
    const opened = await deps.db.$transaction(async tx => {
      const user = await lockEnabledUser(tx, found.id)
      if (user?.email !== email) return null
      const { ip, userAgent, requestId } = circumstances
      const facts = { userId: user.id, address: email, ip, userAgent, requestId }
      if (because === 'forgot') await recordEvent(deps, tx, 'reset_asked', facts)
      // Those that are open stay so: a stranger who asks and asks would otherwise void each link that the person was just mailed.
      return openChallenge(deps, tx, 'reset', { userId: user.id, address: email, lifetimeMs })
    })
    if (!opened) return
    const { origin } = deps.settings.appUrl
    const letter = resetLetter(because, { origin, secret: opened.secret, facts: factsOf(circumstances) })
    await deps.mailer.send({ id: job, to: email, ...renderLetter(letter) })
  }),
]
