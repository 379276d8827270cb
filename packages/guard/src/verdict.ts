import type { Delivery, Session } from '@latchkey/contracts/auth/sessions'
import type { User } from '@latchkey/contracts/auth/users'
import type { ErrorCode } from '@latchkey/contracts/errors'

/** The signed-in person and the session of a request. */
export interface Accepted {
  readonly ok: true
  readonly user: User
  readonly session: Session
}

/** Why a request may not pass. Answer it with this status. */
export interface Refused {
  readonly ok: false
  /** 401: no live session. 403: from another site, or a second factor must be added first. 503: the guard does not know, and nobody is signed out. */
  readonly status: 401 | 403 | 503
  readonly code: ErrorCode
  /** Why the session ended. */
  readonly reason?: string
}

export type Verdict = Accepted | Refused

/** A token as a request brought it. The API accepts it only by the same way. */
export interface Presented {
  readonly token: string
  readonly delivery: Delivery
}

export const refused = (status: Refused['status'], code: ErrorCode, reason?: string): Refused => ({
  ...{ ok: false, status, code },
  ...(reason !== undefined && { reason }),
})

/** The guard does not know. It fails closed, and says that trying again may help. */
export const unavailable: Refused = refused(503, 'unavailable')
