import type { Deps } from '../../deps.ts'
import { contextFrom } from '../../platform/context.ts'
import { type Handler, handler } from '../../platform/jobs/jobs.ts'
import { changeAccount, isActive } from '../account/change-account.ts'
import { findUser } from '../account/users.ts'
import { record } from '../audit-log/service.ts'
import { notify } from '../notices/service.ts'
import { closeDevice } from '../sessions/close-device.ts'
import { passwordGuessed } from './attempt.ts'
import { passwordNotices } from './letters.ts'
import { refuseStrangers } from './service.ts'

/** After too many wrong passwords in a row: refuses more of them where they came from, and tells the owner. */
export const jobs = (deps: Deps): Handler[] => [
  handler(passwordGuessed, async ({ email, by, deviceId, sessionId, ...asked }) => {
    const user = await findUser(deps, email)
    if (!user) return
    await changeAccount(deps, contextFrom(asked), user.id, async account => {
      if (!isActive(account.user)) return
      if (by === 'owner') {
        if (!(await closeDevice(account, { deviceId, sessionId }))) return
        await record(account, { kind: 'guessed_on_device', deviceId, ...(sessionId && { sessionId }) })
        return notify(account, passwordNotices.guessedOnDevice, { at: asked.at })
      }
      // A password that was chosen later stays usable.
      if (!(await refuseStrangers(account, { chosenBefore: asked.at }))) return
      await record(account, 'guessed_by_strangers')
      await notify(account, passwordNotices.guessedByStrangers, { at: asked.at })
    })
  }),
]
