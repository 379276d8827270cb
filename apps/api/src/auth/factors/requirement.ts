import type { User } from '@latchkey/database/models'
import type { Settings } from '../../platform/settings/settings.ts'
import { roleOf } from '../account/role.ts'

/** Whether this person must have a second factor: because everybody must, an operator demands it, or they are an admin. */
export const isFactorRequired = (
  { requiresSecondFactor }: Pick<Settings, 'requiresSecondFactor'>,
  user: Pick<User, 'secondFactorRequiredAt' | 'role'>,
): boolean => requiresSecondFactor || user.secondFactorRequiredAt !== null || roleOf(user) === 'admin'
