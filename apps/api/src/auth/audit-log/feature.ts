import type { AuditEvent } from '@latchkey/database/models'
import type { Feature } from '../../platform/feature.ts'
import { findAllActivity, presentEvent } from './service.ts'
import * as store from './store.ts'

/** What happened to accounts. */
export const auditLog: Feature = {
  name: 'audit-log',
  // Events stay. Only their personal fields are erased.
  purge: [
    // Events without an account: the person behind such a request could not ask to be forgotten.
    { name: 'addressesOfNobody', afterDays: 30, deleteBatch: store.eraseEventsWithoutAccount },
    // A deleted person's events are erased with the account. A request that was running at that moment wrote these.
    { name: 'addressesOfTheDeleted', afterDays: 0, deleteBatch: store.eraseLateEvents },
  ],
  exportOf: async (deps, { id }, currentSessionId) => ({
    activity: (await findAllActivity(deps, id)).map(event => exportEvent(event, currentSessionId)),
  }),
}

function exportEvent(event: AuditEvent, currentSessionId: string) {
  const { address, userAgent, sessionId, deviceId, requestId, actorId } = event
  const byAdmin = actorId !== null
  return { ...presentEvent(event, currentSessionId), address, userAgent, sessionId, deviceId, requestId, byAdmin }
}
