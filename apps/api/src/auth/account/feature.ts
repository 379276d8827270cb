import type { Feature } from '../../platform/feature.ts'
import { jobs } from './jobs.ts'
import { accountNotices } from './letters.ts'
import { restrictedRoutes } from './routes.ts'
import * as store from './store.ts'
import { presentUser } from './users.ts'

/** The person: name, address, password, export and deletion. */
export const account: Feature = {
  name: 'account',
  restrictedRoutes,
  jobs,
  notices: Object.values(accountNotices),
  // For as long as the mail's button undoes it: a thief who deletes the account takes no day from its owner.
  purge: [{ name: 'users', afterDays: 7, deleteBatch: store.deleteLeft }],
  exportOf: async (_deps, user) => ({
    user: {
      ...presentUser(user),
      updatedAt: user.updatedAt.toISOString(),
      disabledAt: user.disabledAt?.toISOString() ?? null,
    },
  }),
}
