import type { ListedEvent } from '@latchkey/contracts/auth/activity'
import type { Language } from '@latchkey/contracts/words/language'
import type { AuditEvent } from '@latchkey/database/models'
import type { Deps } from '../../../deps.ts'
import { describeClient } from '../../../platform/client.ts'
import type { FoundDevices } from '../../sessions/find-devices.ts'
import { presentEvent } from '../service.ts'

/** Who reads the list. */
export interface Reader {
  /** Whose events they are. */
  readonly userId: string
  /** The session of the request, if it is one of this person. */
  readonly sessionId: string | null
  /** That of the names of places. */
  readonly language: Language
}

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

/** An event as its person sees it in the list, and an admin. */
export const presentListed = (
  deps: Deps,
  { sessionId, language }: Reader,
  event: AuditEvent,
  known: Known,
): ListedEvent => ({
  ...presentEvent(event, sessionId),
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
