import type { Feature } from '../../platform/feature.ts'
import { jobs } from './jobs.ts'
import { accountNotices, sampleLetters } from './letters.ts'
import { purgeLeft } from './purge.ts'
import { roleOf } from './role.ts'
import { publicRoutes, restrictedRoutes } from './routes.ts'
import { presentUser } from './users.ts'

/** The person: name, address, password, export and deletion. */
export const account: Feature = {
  name: 'account',
  publicRoutes,
  restrictedRoutes,
  jobs,
  notices: Object.values(accountNotices),
  sampleLetters,
  // As long as the mail's button works: a thief who deletes the account must not shorten the owner's time.
  purge: [{ name: 'users', afterDays: 7, deleteBatch: purgeLeft }],
  exportOf: async (_deps, user) => ({
    user: {
      ...presentUser(user),
      updatedAt: user.updatedAt.toISOString(),
      disabledAt: user.disabledAt?.toISOString() ?? null,
      secondFactorSince: user.secondFactorSince?.toISOString() ?? null,
      secondFactorRequiredAt: user.secondFactorRequiredAt?.toISOString() ?? null,
      role: roleOf(user),
    },
  }),
}
