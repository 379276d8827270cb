import type { Delivery, Session as PublicSession } from '@latchkey/contracts/sessions'
import type { Session } from '@latchkey/database/models'
import type { Clock } from '../clock.ts'
import type { Settings } from '../settings.ts'
import { deviceOf } from './device.ts'
import { endOf, type Standing, welcome } from './lifetime.ts'

interface Surroundings {
  readonly settings: Settings
  readonly clock: Clock
}

/** How long a browser keeps a session's cookie: until it is closed, unless the person asked to be remembered. */
export const cookieMaxAgeSeconds = (
  { clock }: Surroundings,
  session: { remembered: boolean; expiresAt: string | Date },
) => (session.remembered ? (new Date(session.expiresAt).getTime() - clock.now().getTime()) / 1000 : undefined)

/** A session as the API shows it: never its token, nor its hash. */
export function presentSession(
  { settings, clock }: Surroundings,
  session: Session,
  currentId: string | null,
  user: Standing = welcome,
): PublicSession {
  return {
    id: session.id,
    current: session.id === currentId,
    delivery: session.delivery as Delivery,
    createdAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    revoked: session.revokedAt !== null,
    revokedAt: session.revokedAt?.toISOString() ?? null,
    endReason: endOf(session, user, clock.now(), settings.sessions),
    ip: session.ip,
    device: deviceOf(session.userAgent),
  }
}
