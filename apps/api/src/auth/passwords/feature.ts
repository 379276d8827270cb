import type { Feature } from '../../platform/feature.ts'
import { jobs } from './jobs.ts'
import { passwordNotices } from './letters.ts'
import * as store from './store.ts'

/** Passwords: their rules and hashes, and what happens after too many wrong ones. */
export const passwords: Feature = {
  name: 'passwords',
  jobs,
  notices: Object.values(passwordNotices),
  purge: [
    // As long as the button of a mail can report them.
    { name: 'formerPasswords', afterDays: 14, deleteBatch: store.deleteUnreported },
    { name: 'refusedPasswords', afterDays: 400, deleteBatch: store.deleteRefused },
  ],
  exportOf: async ({ db }, { id }) => {
    const password = await store.findWithoutHash(db, id)
    return {
      formerPasswords: (await store.findFormer(db, id)).map(({ replacedAt, refusedAt }) => ({
        replacedAt: replacedAt.toISOString(),
        refusedAt: refusedAt?.toISOString() ?? null,
      })),
      password: password && {
        changedAt: password.changedAt.toISOString(),
        disabledAt: password.disabledAt?.toISOString() ?? null,
        strangersRefusedAt: password.strangersRefusedAt?.toISOString() ?? null,
      },
    }
  },
}
