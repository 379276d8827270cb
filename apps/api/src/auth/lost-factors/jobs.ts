import type { Challenge } from '@latchkey/database/models'
import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import { systemContext } from '../../platform/context.ts'
import { type Handler, jobKind, recurring } from '../../platform/jobs/jobs.ts'
import { changeAccount, type LockedAccount } from '../account/change-account.ts'
import { notifyEveryAddress } from '../account/reminders.ts'
import { record } from '../audit-log/service.ts'
import { addToChallenge, closeChallenge, findEndingBy, findOwn } from '../challenges/service.ts'
import { removeAllFactors } from '../factors/service.ts'
import { endAccess } from '../sessions/end-access.ts'
import { lostFactorNotices, waitNoticesFor } from './letters.ts'
import { cancelReset, endOfDueAt, resetAtOf } from './requests.ts'

const everySeconds = 300
const dayMs = 86_400_000

export const jobs = (deps: Deps): Handler[] => [
  recurring(jobKind('factor resets', z.object({})), everySeconds, () => continueResets(deps)),
]

/**
 * Fulfils the requests that have waited long enough, and reminds of those that are due within a day. While the clock is not trusted it
 * does nothing: a leap would take the wait from the owner.
 */
export async function continueResets(deps: Deps): Promise<void> {
  const { clock, log } = deps
  if (!clock.isTrusted()) return log.warn('no factors are removed while the clocks disagree')
  const now = clock.now()
  for await (const request of findEndingBy(deps, 'factor_reset', { until: endOfDueAt(now) }))
    await within(deps, request, fulfil)
  const until = endOfDueAt(new Date(now.getTime() + dayMs))
  for await (const request of findEndingBy(deps, 'factor_reset', { step: 'asked', until }))
    await within(deps, request, remind)
}

/** One that fails keeps no other from its turn. */
async function within(
  deps: Deps,
  request: Challenge,
  work: (account: LockedAccount, request: Challenge) => Promise<void>,
): Promise<void> {
  const { userId } = request
  if (userId === null) return
  await changeAccount(deps, systemContext(deps), userId, account => work(account, request)).catch(err =>
    deps.log.error({ event: 'factor_reset_failed', userId, err }, 'a request to remove second factors could not go on'),
  )
}

/**
 * Removes all factors, and ends every session. A person who was deleted meanwhile keeps them. One who was disabled too: that ended the
 * request (`disableUser`). So a request of a disabled person was begun by an operator afterwards, and is fulfilled.
 */
async function fulfil(account: LockedAccount, request: Challenge): Promise<void> {
  if (account.user.deletedAt || !account.user.secondFactorSince) return cancelReset(account)
  // It may have been cancelled since the job looked.
  if (!(await closeChallenge(account, request))) return
  await removeAllFactors(account)
  await endAccess(account, 'factors_removed')
  await record(account, 'factors_reset')
  await notifyEveryAddress(account, lostFactorNotices.done)
  account.deps.log.info({ event: 'factors_reset', userId: account.user.id }, 'all second factors were removed')
}

async function remind(account: LockedAccount, request: Challenge): Promise<void> {
  // Read again: it may have ended or become disputed since the job looked.
  const own = await findOwn(account, 'factor_reset')
  if (own?.id !== request.id) return
  await addToChallenge(account, own, { step: 'reminded' })
  const leftMs = resetAtOf(request).getTime() - account.now.getTime()
  // A wait of a day needs no reminder: the first mail is that recent.
  if (leftMs <= 0 || account.now.getTime() - request.createdAt.getTime() < dayMs / 2) return
  await notifyEveryAddress(account, waitNoticesFor(account.user).reminder, { furtherLifetimeMs: leftMs })
}
