import type { Delivery } from '@latchkey/contracts/sessions'
import type { Session, User } from '@latchkey/database/models'

/** Who a request speaks for. Later kinds (API tokens, impersonation) stand beside this one; endpoints say which they accept. */
export interface Principal {
  readonly kind: 'session'
  readonly user: User
  readonly session: Session
  /** How the person proved who they are (RFC 8176). */
  readonly methods: readonly string[]
}

/** A token as a request brought it; nothing of it is verified. */
export interface PresentedToken {
  readonly token: string
  readonly delivery: Delivery
}
