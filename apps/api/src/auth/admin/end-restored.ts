import type { Deps } from '../../deps.ts'
import { voidNextChallenges } from '../challenges/service.ts'
import { voidNextRecoveryCodes } from '../recovery-codes/service.ts'
import { inBatches } from '../sessions/revoke-all.ts'

/**
 * Ends what a restored backup brought back of second factors: waiting removals of all factors, which the owner may have cancelled since,
 * and every recovery code, which may have been used since. Nothing in the database can tell. Returns of how many people.
 */
export const endRestored = async (deps: Deps): Promise<{ removals: number; recoveryCodes: number }> => ({
  removals: await inBatches(deps, 'factor_reset_cancelled', tx =>
    voidNextChallenges(tx, ['factor_reset', 'keep_factors'], deps.clock.now()),
  ),
  recoveryCodes: await inBatches(deps, 'recovery_codes_removed', tx => voidNextRecoveryCodes(tx, deps.clock.now())),
})
