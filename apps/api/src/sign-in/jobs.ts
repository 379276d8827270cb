import { recordEvent } from '../audit/service.ts'
import type { Deps } from '../deps.ts'
import { notify } from '../notices/service.ts'
import { type Handler, handler } from '../outbox/outbox.ts'
import { disablePassword, refuseStrangers } from '../passwords/service.ts'
import { findUser, lockEnabledUser } from '../users/service.ts'
import { passwordGuessed } from './service.ts'

const consequences = {
  strangers: { kind: 'guessed_by_strangers', draw: refuseStrangers },
  owner: { kind: 'password_disabled', draw: disablePassword },
} as const

export const jobs = (deps: Deps): Handler[] => [
  handler(passwordGuessed, async ({ email, by, at, ...origin }) => {
    const found = await findUser(deps, email)
    if (!found) return
    const { kind, draw } = consequences[by]
    await deps.db.$transaction(async tx => {
      const user = await lockEnabledUser(tx, found.id)
      // A password that was chosen since is another one.
      if (!user || !(await draw(deps, tx, user.id, { chosenBefore: new Date(at) }))) return
      const facts = { userId: user.id, address: user.email, ...origin }
      await recordEvent(deps, tx, kind, facts)
      await notify(deps, tx, { ...facts, kind, at: new Date(at) })
    })
  }),
]
