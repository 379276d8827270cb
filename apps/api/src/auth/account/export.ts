import { Export } from '@latchkey/contracts/auth/account'
import type { Deps } from '../../deps.ts'
import type { SessionContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import type { ExportPart } from '../../platform/feature.ts'
import { record } from '../audit-log/service.ts'
import { requireConfirmed } from '../sessions/confirmation.ts'
import { changeOwnAccount } from './own-account.ts'
import * as store from './store.ts'

/**
 * All that is kept about a person: every feature brings its part, so nobody has to remember one here.
 * @throws {ApiError} confirmation_required; session_ended; invalid_token where they were purged meanwhile
 */
export async function exportUser(deps: Deps, context: SessionContext): Promise<Export> {
  await changeOwnAccount(deps, context, async account => {
    await requireConfirmed(account)
    await record(account, 'exported')
  })
  const user = await store.findUserById(deps.db, context.user.id)
  if (!user) throw new ApiError('invalid_token')
  const parts: ExportPart[] = []
  // One after the other: an export is rare, and must not take all connections at once.
  for (const { exportOf } of deps.features) if (exportOf) parts.push(await exportOf(deps, user, context.session.id))
  const product = Object.assign({}, ...parts.map(part => part.product))
  return Export.parse({ ...Object.assign({}, ...parts), exportedAt: deps.clock.now().toISOString(), product })
}
