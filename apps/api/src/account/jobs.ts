import { pages } from '@latchkey/contracts/pages'
import { armChallenge, findPrepared } from '../challenges/service.ts'
import type { Deps } from '../deps.ts'
import { renderLetter } from '../mail/letter.ts'
import { notify, remindOfRight } from '../notices/service.ts'
import { type Handler, handler } from '../outbox/outbox.ts'
import { findUser, lockUser } from '../users/service.ts'
import { addressLink, addressTaken } from './letters.ts'
import { emailChangeAsked } from './service.ts'

export const jobs = (deps: Deps): Handler[] => [
  handler(emailChangeAsked, async ({ challengeId }, jobId) => {
    const asked = await findPrepared(deps, 'email_change', challengeId)
    if (!asked?.address || !asked.userId) return
    const { address, userId } = asked
    const { origin } = deps.settings.appUrl
    const owner = await findUser(deps, address)
    if (!owner && (await remindOfRight(deps, address, { except: userId }))) return
    if (!owner) {
      const armed = await deps.db.$transaction(async tx => {
        // Whatever voids the request holds this row: none is armed, or given another link, that is void a moment later.
        await lockUser(tx, userId)
        return armChallenge(deps, tx, 'email_change', asked.id)
      })
      if (!armed) return
      const url = `${origin}${pages.confirmEmail}#token=${armed.secret}`
      return deps.mailer.send({ id: jobId, to: address, ...renderLetter(addressLink(url)) })
    }
    // Left open as any other that nobody answers: to close it would tell its asker, in their export, that the address has an owner.
    if (!owner.deletedAt)
      return deps.mailer.send({ id: jobId, to: address, ...renderLetter(addressTaken(`${origin}${pages.login}`)) })
    // Who has left may come back by the button of that letter, and by nothing else.
    const told = { userId: owner.id, address, kind: 'account_deleted', at: owner.deletedAt } as const
    await deps.db.$transaction(tx => notify(deps, tx, told))
  }),
]
