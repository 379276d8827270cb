import type { Device, Session } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import type { Feature } from '../../platform/feature.ts'
import * as deviceStore from './device-store.ts'
import { presentSession } from './present.ts'
import { publicRoutes, restrictedRoutes } from './routes.ts'
import * as store from './store.ts'

/** Sessions, and the devices that signed somebody in. */
export const sessions: Feature = {
  name: 'sessions',
  publicRoutes,
  restrictedRoutes,
  purge: [
    // For as long as they are shown. A session that ended by idling stays until its time would have been over anyway, and these days: its
    // row looks alive, and deleting such a one is announced to every server.
    { name: 'sessions', afterDays: 30, deleteBatch: store.deleteSessions },
    // For as long as its cookie lives: a revoked token is not taken for a new one.
    { name: 'devices', afterDays: 400, deleteBatch: deviceStore.deleteDevices },
  ],
  exportOf: async (deps, { id }, currentSessionId) => ({
    sessions: (await store.findAllOfUser(deps.db, id)).map(each => exportSession(deps, each, currentSessionId)),
    devices: (await deviceStore.findAllOfUser(deps.db, id)).map(exportDevice),
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

const exportDevice = ({ id, createdAt, lastSeenAt, revokedAt }: Device) => ({
  id,
  createdAt: createdAt.toISOString(),
  lastSeenAt: lastSeenAt.toISOString(),
  revokedAt: revokedAt?.toISOString() ?? null,
})
