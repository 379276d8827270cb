import type { AuditEvent } from '@latchkey/database/models'
import type { Feature } from '../../platform/feature.ts'
import { findAllActivity, presentEvent } from './service.ts'
import * as store from './store.ts'

/** What happened to accounts. */
export const auditLog: Feature = {
  name: 'audit-log',
  // Events stay: only what is personal in them is dropped.
  purge: [
    // Where a request came from that belongs to nobody, who could not ask to have it forgotten.
    { name: 'addressesOfNobody', afterDays: 30, deleteBatch: store.eraseEventsOfNobody },
    // A person's own go with them; a request that was under way then wrote these.
    { name: 'addressesOfTheDeleted', afterDays: 0, deleteBatch: store.eraseLateEvents },
  ],
  exportOf: async (deps, { id }, currentSessionId) => ({
    activity: (await findAllActivity(deps, id)).map(event => exportEvent(event, currentSessionId)),
  }),
}

function exportEvent(event: AuditEvent, currentSessionId: string) {
  const { address, userAgent, sessionId, deviceId, requestId } = event
  return { ...presentEvent(event, currentSessionId), address, userAgent, sessionId, deviceId, requestId }
}
