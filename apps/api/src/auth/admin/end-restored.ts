import type { Deps } from '../../deps.ts'
import { systemContext } from '../../platform/context.ts'
import { changeAccount } from '../account/change-account.ts'
import { setRole } from '../account/changes.ts'
import { findAdmins } from '../account/users.ts'
import { markRestored } from '../audit-log/chain/verify.ts'
import { voidNextChallenges } from '../challenges/service.ts'
import { voidNextRecoveryCodes } from '../recovery-codes/service.ts'
import { inBatches, revokeAllSessions } from '../sessions/revoke-all.ts'

/** How much ended: sessions, and the people who lost removals of factors that waited, recovery codes, or the role of an admin. */
export interface Ended {
  readonly sessions: number
  readonly removals: number
  readonly recoveryCodes: number
  /** The addresses of those who were admins. */
  readonly admins: readonly string[]
}

/**
 * Ends what a restored backup brought back, since nothing in the database can tell what ended after it. First it writes into the audit
 * log that the backup ends there. Then it ends every session, mailed link and known browser; waiting removals of all factors, which the
 * owner may have cancelled since; every recovery code, which may have been used since; and the role of every admin, which may have been
 * taken away since. No one is mailed. May be called again, before any server starts.
 */
export async function endRestored(deps: Deps): Promise<Ended> {
  await markRestored(deps)
  return {
    sessions: await revokeAllSessions(deps),
    removals: await inBatches(deps, 'factor_reset_cancelled', tx =>
      voidNextChallenges(tx, ['factor_reset', 'keep_factors'], deps.clock.now()),
    ),
    recoveryCodes: await inBatches(deps, 'recovery_codes_removed', tx => voidNextRecoveryCodes(tx, deps.clock.now())),
    admins: await removeAdmins(deps),
  }
}

/** Takes the role away from every admin. Returns their addresses. */
async function removeAdmins(deps: Deps): Promise<string[]> {
  const admins = await findAdmins(deps)
  for (const { id } of admins) await changeAccount(deps, systemContext(deps), id, account => setRole(account, 'person'))
  return admins.map(({ email }) => email)
}
