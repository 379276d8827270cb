import type { Delivery } from '@latchkey/contracts/sessions'
import { ApiError } from '../errors.ts'
import type { Principal } from '../principal.ts'
import type { Settings } from '../settings.ts'
import { deviceOf } from './device.ts'
import type { Indexed } from './indexed-cache.ts'
import { endOf, idleTimeOf } from './lifetime.ts'
import type { SessionRow } from './store.ts'

type Limits = Settings['sessions']
type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** A living session as the cache keeps it: what its answers are made of, and when to ask the database again. Instants in milliseconds. */
export interface LiveEntry extends Indexed {
  readonly sessionId: string
  readonly userId: string
  readonly principal: Principal
  readonly expiresAt: number
  seenAt: number
  /** From here on only the database knows whether the session is idle: another server may have seen it. */
  idleAt: number
  /** Whether an older key than today's signed this token. */
  readonly isSignedByOldKey: boolean
}

/** Why a token was refused, for a short while. */
export interface Refusal extends Indexed {
  readonly code: 'invalid_token' | 'session_ended'
  readonly reason?: string
  readonly until: number
}

const refusalMs = 10_000

/** What a row of the database says at `now` of a token that travelled by `delivery`. */
export function judge(
  row: SessionRow | null,
  delivery: Delivery,
  now: Date,
  limits: Limits,
): { live: Omit<LiveEntry, 'isSignedByOldKey'> } | { refusal: Refusal } {
  const until = now.getTime() + refusalMs
  // A token that travels the wrong way is no token.
  if (row === null || row.delivery !== delivery)
    return { refusal: { sessionId: row?.id ?? null, userId: row?.userId ?? null, code: 'invalid_token', until } }
  const about = { sessionId: row.id, userId: row.userId }
  const reason = endOf(row, row.disabledAt, now, limits)
  if (reason !== null) return { refusal: { ...about, code: 'session_ended', reason, until } }
  const seenAt = row.lastSeenAt.getTime()
  const principal = principalOf(row, delivery)
  const idleAt = seenAt + idleTimeOf(limits, row.remembered)
  return { live: { ...about, principal, expiresAt: row.expiresAt.getTime(), seenAt, idleAt } }
}

/** Notes in the entry that its session is used at `now`. */
export function see(entry: LiveEntry, now: Date, limits: Limits): void {
  const session: Mutable<Principal['session']> = entry.principal.session
  entry.seenAt = now.getTime()
  entry.idleAt = entry.seenAt + idleTimeOf(limits, session.remembered)
  session.lastSeenAt = now.toISOString()
}

export const errorOf = ({ code, reason }: Refusal) => new ApiError(code, reason === undefined ? {} : { reason })

const principalOf = (row: SessionRow, delivery: Delivery): Principal => ({
  kind: 'session',
  user: { id: row.userId, email: row.email, name: row.name, createdAt: row.userCreatedAt.toISOString() },
  session: {
    id: row.id,
    current: true,
    delivery,
    remembered: row.remembered,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    revoked: false,
    revokedAt: null,
    endReason: null,
    ip: row.ip,
    device: deviceOf(row.userAgent),
  },
  methods: row.methods,
})
