import type { ListedEvent } from '@latchkey/contracts/auth/activity'
import type { AuditEvent } from '@latchkey/database/models'
import type { Deps } from '../../../deps.ts'
import { describeClient } from '../../../platform/client.ts'
import type { SessionContext } from '../../../platform/context.ts'
import type { FoundDevices } from '../../sessions/find-devices.ts'
import { presentEvent } from '../service.ts'

interface Known {
  readonly devices: FoundDevices
  /** The sessions that began on a new device. */
  readonly newDevices: ReadonlySet<string | null>
}

/** Events of a session that another one may have caused. All other events happen in the session that causes them. */
const byAnother = new Set([
  'session_revoked',
  'session_revoked_by_admin',
  'session_replaced',
  'devices_revoked',
  'device_named',
  'token_leaked',
])

/** An event as its person sees it in the list. */
export const presentListed = (
  deps: Deps,
  { session, language }: SessionContext,
  event: AuditEvent,
  known: Known,
): ListedEvent => ({
  ...presentEvent(event, session.id),
  newDevice: event.kind === 'signed_in' && known.newDevices.has(event.sessionId),
  place: deps.places.find(event.ip, language),
  about: aboutOf(event, known.devices),
})

function aboutOf(event: AuditEvent, { ofSession, named }: FoundDevices): ListedEvent['about'] {
  // All devices were forgotten, and the event has the session that asked for it.
  if (event.kind === 'devices_revoked' && event.deviceId === null) return null
  const session = ofSession.get(event.sessionId ?? '')
  const id = event.deviceId ?? session?.deviceId ?? null
  const userAgent = session?.userAgent ?? (byAnother.has(event.kind) ? null : event.userAgent)
  const client = describeClient(userAgent)
  const name = named.get(id ?? '') ?? null
  return name === null && client.browser === null && client.os === null ? null : { ...client, name, id }
}
