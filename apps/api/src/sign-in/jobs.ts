import type { Deps } from '../deps.ts'
import { notify } from '../notices/service.ts'
import { type Handler, handler } from '../outbox/outbox.ts'
import { disablePassword } from '../passwords/service.ts'
import { findUser, lockEnabledUser } from '../users/service.ts'
import { passwordGuessed } from './service.ts'

export const jobs = (deps: Deps): Handler[] => [
  handler(passwordGuessed, async ({ email, by, at, ip, userAgent }) => {
    const found = await findUser(deps, email)
    if (!found) return
    const userId = found.id
    const guessedAt = new Date(at)
    await deps.db.$transaction(async tx => {
      if (!(await lockEnabledUser(tx, userId))) return
      // A password that was chosen since is another one.
      const isStill = by === 'strangers' || (await disablePassword(deps, tx, userId, { notChangedSince: guessedAt }))
      const kind = by === 'strangers' ? 'guessed_by_strangers' : 'password_disabled'
      if (isStill)
        await notify(deps, tx, { userId, address: email, kind, at: guessedAt, ip: ip ?? undefined, userAgent })
    })
  }),
]
