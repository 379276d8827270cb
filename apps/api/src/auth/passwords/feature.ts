import type { Feature } from '../../platform/feature.ts'
import { jobs } from './jobs.ts'
import { passwordNotices } from './letters.ts'
import * as store from './store.ts'

/** Passwords: their rules and hashes, and what happens after too many wrong ones. */
export const passwords: Feature = {
  name: 'passwords',
  jobs,
  notices: Object.values(passwordNotices),
  exportOf: async ({ db }, { id }) => {
    const password = await store.findWithoutHash(db, id)
    return {
      password: password && {
        changedAt: password.changedAt.toISOString(),
        disabledAt: password.disabledAt?.toISOString() ?? null,
        strangersRefusedAt: password.strangersRefusedAt?.toISOString() ?? null,
      },
    }
  },
}
