import type { Deps } from '../../deps.ts'
import { contextFrom } from '../../platform/context.ts'
import { type Handler, handler } from '../../platform/jobs/jobs.ts'
import { changeAccount, isActive } from '../account/change-account.ts'
import { findUser } from '../account/users.ts'
import { record } from '../audit-log/service.ts'
import { notify } from '../notices/service.ts'
import { passwordGuessed } from '../passwords/attempt.ts'
import { disablePassword, refuseStrangers } from '../passwords/service.ts'

const consequences = {
  strangers: { kind: 'guessed_by_strangers', refuse: refuseStrangers },
  owner: { kind: 'password_disabled', refuse: disablePassword },
} as const

export const jobs = (deps: Deps): Handler[] => [
  handler(passwordGuessed, async ({ email, by, ...asked }) => {
    const user = await findUser(deps, email)
    if (!user) return
    const { kind, refuse } = consequences[by]
    await changeAccount(deps, contextFrom(asked), user.id, async account => {
      // A password that was chosen since is another one.
      if (!isActive(account.user) || !(await refuse(account, { chosenBefore: asked.at }))) return
      await record(account, kind)
      await notify(account, kind, { at: asked.at })
    })
  }),
]
