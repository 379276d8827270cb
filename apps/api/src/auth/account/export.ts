import { Export } from '@latchkey/contracts/auth/export'
import type { Deps } from '../../deps.ts'
import type { SessionContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import type { ExportPart } from '../../platform/feature.ts'
import { record } from '../audit-log/service.ts'
import { countAttempt } from '../limits/attempts.ts'
import { alone } from '../limits/leases.ts'
import { requireConfirmed } from '../sessions/confirmation.ts'
import { changeOwnAccount } from './own-account.ts'
import * as store from './store.ts'

/**
 * Returns all data about a person. Each feature adds its own part, so this file needs no list of them. One at a time for each person:
 * an export takes memory for all that it returns.
 * @throws {ApiError} rate_limited; confirmation_required; session_ended; invalid_token if the person was purged in the meantime
 */
export const exportUser = (deps: Deps, context: SessionContext): Promise<Export> =>
  alone(deps, 'export', context.user.id, async () => {
    await countAttempt(deps, context, { 'exports of a person': context.user.id })
    await changeOwnAccount(deps, context, async account => {
      await requireConfirmed(account)
      await record(account, 'exported')
    })
    const user = await store.findUserById(deps.db, context.user.id)
    if (!user) throw new ApiError('invalid_token')
    const parts: ExportPart[] = []
    // One at a time: an export is rare, and must not use all connections at once.
    for (const { exportOf } of deps.features) if (exportOf) parts.push(await exportOf(deps, user, context.session.id))
    const product = Object.assign({}, ...parts.map(part => part.product))
    return Export.parse({ ...Object.assign({}, ...parts), exportedAt: deps.clock.now().toISOString(), product })
  })
