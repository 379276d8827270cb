import type { Feature } from '../../platform/feature.ts'
import { publicRoutes, restrictedRoutes } from './routes.ts'
import { findPasskeys } from './service.ts'

/** Passkeys (WebAuthn level 3): signing in with one, and adding one. `factors/` lists, renames and removes them. */
export const passkeys: Feature = {
  name: 'passkeys',
  publicRoutes,
  restrictedRoutes,
  exportOf: async (deps, { id }) => ({ passkeys: await findPasskeys(deps, deps.db, id) }),
}
