import type { Delivery } from '@latchkey/contracts/auth/sessions'
import { Language } from '@latchkey/contracts/words/language'
import { describeClient } from '../../../platform/client.ts'
import type { Principal } from '../../../platform/context.ts'
import { ApiError } from '../../../platform/errors.ts'
import type { Settings } from '../../../platform/settings/settings.ts'
import { roleOf } from '../../account/role.ts'
import { isFactorRequired } from '../../factors/requirement.ts'
import { endOf, idleTimeOf } from '../lifetime.ts'
import type { Indexed } from './indexed-cache.ts'
import type { SessionRow } from './store.ts'

type Limits = Settings['sessions']
type Policy = Pick<Settings, 'sessions' | 'requiresSecondFactor'>
type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** A live session in the cache: the data for answers, and when to ask the database again. Times in milliseconds since the epoch. */
export interface LiveEntry extends Indexed {
  readonly sessionId: string
  readonly userId: string
  readonly principal: Principal
  readonly expiresAt: number
  seenAt: number
  /** From then on the database must say whether the session is idle: another server may have seen it. */
  idleAt: number
  /** Whether an older key signed this token. */
  readonly isSignedByOldKey: boolean
}

/** Why a token was refused; kept for a short time. */
export interface Refusal extends Indexed {
  readonly code: 'invalid_token' | 'session_ended'
  readonly reason?: string
  readonly until: number
}

const refusalMs = 10_000
/** Whether a refusal still counts at `now`. One from far in the future was made by a clock that has been set back since. */
export const isStillRefused = ({ until }: Refusal, now: Date): boolean =>
  now.getTime() < until && until <= now.getTime() + refusalMs
const methodSets = new Map<string, readonly string[]>()

/** Turns a row of the database, for a token sent by `delivery`, into an entry or a refusal at `now`. */
export function readEntry(
  row: SessionRow | null,
  delivery: Delivery,
  isSignedByOldKey: boolean,
  now: Date,
  settings: Policy,
): { live: LiveEntry } | { refusal: Refusal } {
  const limits = settings.sessions
  const until = now.getTime() + refusalMs
  // A token is valid only with the delivery that it was issued for.
  if (row === null || row.delivery !== delivery)
    return { refusal: { sessionId: row?.id ?? null, userId: row?.userId ?? null, code: 'invalid_token', until } }
  const { id: sessionId, userId } = row
  const reason = endOf(row, row, now, limits)
  if (reason !== null) return { refusal: { sessionId, userId, code: 'session_ended', reason, until } }
  const seenAt = row.lastSeenAt.getTime()
  const live = {
    sessionId,
    userId,
    principal: principalOf(row, delivery, settings),
    expiresAt: row.expiresAt.getTime(),
    seenAt,
    idleAt: seenAt + idleTimeOf(limits, row.remembered),
    isSignedByOldKey,
  }
  return { live }
}

/** Records in the entry that its session was used at `now`. */
export function touch(entry: LiveEntry, now: Date, limits: Limits): void {
  const session: Mutable<Principal['session']> = entry.principal.session
  entry.seenAt = now.getTime()
  entry.idleAt = entry.seenAt + idleTimeOf(limits, session.remembered)
  session.lastSeenAt = now.toISOString()
}

export const errorOf = ({ code, reason }: Refusal) => new ApiError(code, reason === undefined ? {} : { reason })

const principalOf = (row: SessionRow, delivery: Delivery, settings: Policy): Principal => ({
  kind: 'session',
  user: {
    id: row.userId,
    email: row.email,
    name: row.name,
    language: Language.safeParse(row.language).data ?? null,
    timeZone: row.timeZone,
    createdAt: row.userCreatedAt.toISOString(),
  },
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
    device: describeClient(row.userAgent),
  },
  methods: shared(row.methods),
  mustAddFactor: row.secondFactorSince === null && isFactorRequired(settings, row),
  role: roleOf(row),
})

/** One shared array for equal methods: a separate array would take a fifth of an entry. */
function shared(methods: readonly string[]): readonly string[] {
  const name = methods.join(' ')
  const known = methodSets.get(name) ?? [...methods]
  methodSets.set(name, known)
  return known
}
