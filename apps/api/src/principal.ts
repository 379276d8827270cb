import type { Session, User } from '@latchkey/database/models'

/** Who a request speaks for. Later kinds (API tokens, impersonation) stand beside this one; endpoints say which they accept. */
export interface Principal {
  readonly kind: 'session'
  readonly user: User
  readonly session: Session
  /** How the person proved who they are (RFC 8176). */
  readonly methods: readonly string[]
}
