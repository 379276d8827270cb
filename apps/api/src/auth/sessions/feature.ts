import type { Device, Session } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { type Feature, mostExported } from '../../platform/feature.ts'
import * as deviceStore from './device-store.ts'
import { measures } from './measures.ts'
import { presentSession } from './present.ts'
import { publicRoutes, restrictedRoutes } from './routes.ts'
import * as store from './store.ts'

/** Sessions, and the devices that users signed in with. */
export const sessions: Feature = {
  name: 'sessions',
  publicRoutes,
  restrictedRoutes,
  measures,
  purge: [
    // Ended sessions are listed for 30 days. An idle one is kept until 30 days after its expiry: until then its row looks live, and every
    // server would be told of its deletion.
    { name: 'sessions', afterDays: 30, deleteBatch: store.deleteSessions },
    // The lifetime of the cookie: until then a revoked token must not pass for a new one.
    { name: 'devices', afterDays: 400, deleteBatch: deviceStore.deleteDevices },
  ],
  exportOf: async (deps, { id }, currentSessionId) => ({
    sessions: (await store.findLatestOfUser(deps.db, id, mostExported)).map(each =>
      exportSession(deps, each, currentSessionId),
    ),
    devices: (await deviceStore.findLatestOfUser(deps.db, id, mostExported)).map(exportDevice),
  }),
}

const exportSession = (deps: Deps, session: Session, currentSessionId: string) => ({
  ...presentSession(deps, session, currentSessionId),
  methods: session.methods,
  userAgent: session.userAgent,
  authenticatedAt: session.authenticatedAt.toISOString(),
  confirmedAt: session.confirmedAt?.toISOString() ?? null,
  remembered: session.remembered,
  deviceId: session.deviceId,
})

const exportDevice = ({ id, name, createdAt, lastSeenAt, revokedAt, trustedUntil }: Device) => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
  lastSeenAt: lastSeenAt.toISOString(),
  revokedAt: revokedAt?.toISOString() ?? null,
  trustedUntil: trustedUntil?.toISOString() ?? null,
})
