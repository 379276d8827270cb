import { type Feature, mostExported } from '../../platform/feature.ts'
import { jobs } from './jobs.ts'
import { identityNotices, sampleLetters } from './letters.ts'
import { publicRoutes, restrictedRoutes } from './routes.ts'
import { findLatest } from './store.ts'

/** Signing in with an account at another provider, and linking one. */
export const identities: Feature = {
  name: 'identities',
  publicRoutes,
  restrictedRoutes,
  jobs,
  sampleLetters,
  notices: Object.values(identityNotices),
  exportOf: async ({ db }, { id }) => ({
    identities: (await findLatest(db, id, mostExported)).map(({ createdAt, lastUsedAt, userId: _, ...identity }) => ({
      ...identity,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    })),
  }),
}
