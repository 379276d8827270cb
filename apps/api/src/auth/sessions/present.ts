import type { ListedSession } from '@latchkey/contracts/auth/devices'
import type { Delivery, Session as PublicSession } from '@latchkey/contracts/auth/sessions'
import type { Language } from '@latchkey/contracts/words/language'
import type { Device, Session } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { describeClient } from '../../platform/client.ts'
import { activeUser, endOf, type UserStatus } from './lifetime.ts'

/** A session as the API shows it, without its token or hash. */
export function presentSession(
  { settings, clock }: Pick<Deps, 'settings' | 'clock'>,
  session: Session,
  currentId: string | null,
  user: UserStatus = activeUser,
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
    device: describeClient(session.userAgent),
  }
}

/** The same with what is known about its device, for a list in this language. */
export const presentListed = (
  deps: Pick<Deps, 'settings' | 'clock' | 'places'>,
  session: Session & { device: Device | null },
  { currentId, language, user }: { currentId: string | null; language: Language; user?: UserStatus },
): ListedSession => ({
  ...presentSession(deps, session, currentId, user),
  deviceId: session.deviceId,
  name: session.device?.name ?? null,
  firstSeenAt: (session.device?.createdAt ?? session.createdAt).toISOString(),
  place: deps.places.find(session.ip, language),
  trustedUntil: trustOf(session.device, deps.clock.now()),
})

function trustOf(device: Device | null, now: Date): string | null {
  const until = device?.revokedAt === null ? device.trustedUntil : null
  return until && until > now ? until.toISOString() : null
}
