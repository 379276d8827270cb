import type { Deps } from '../../deps.ts'
import { contextFrom } from '../../platform/context.ts'
import { type Handler, handler } from '../../platform/jobs/jobs.ts'
import { changeAccount, isActive } from '../account/change-account.ts'
import { findUser } from '../account/users.ts'
import { record } from '../audit-log/service.ts'
import { notify } from '../notices/service.ts'
import { passwordGuessed } from './attempt.ts'
import { passwordNotices } from './letters.ts'
import { disablePassword, refuseStrangers } from './service.ts'

/** What happens after too many wrong passwords in a row, by who tried them. */
const consequences = {
  strangers: { event: 'guessed_by_strangers', notice: passwordNotices.guessedByStrangers, refuse: refuseStrangers },
  owner: { event: 'password_disabled', notice: passwordNotices.disabled, refuse: disablePassword },
} as const

export const jobs = (deps: Deps): Handler[] => [
  handler(passwordGuessed, async ({ email, by, ...asked }) => {
    const user = await findUser(deps, email)
    if (!user) return
    const { event, notice, refuse } = consequences[by]
    await changeAccount(deps, contextFrom(asked), user.id, async account => {
      // A password that was chosen later stays usable.
      if (!isActive(account.user) || !(await refuse(account, { chosenBefore: asked.at }))) return
      await record(account, event)
      await notify(account, notice, { at: asked.at })
    })
  }),
]
