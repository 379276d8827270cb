import type { Delivery, Session } from '@latchkey/contracts/sessions'
import type { User } from '@latchkey/contracts/users'

/** Who a request speaks for. Later kinds (API tokens, impersonation) stand beside this one; endpoints say which they accept. */
export interface Principal {
  readonly kind: 'session'
  readonly user: User
  /** As its own list shows it, and what only the server needs to know. */
  readonly session: Session & { readonly remembered: boolean }
  /** How the person proved who they are (RFC 8176). */
  readonly methods: readonly string[]
}

/** Where a request came from. Nothing of it is known for what an operator or a job does. */
export interface Origin {
  readonly ip?: string | null | undefined
  readonly userAgent?: string | null | undefined
  /** As the log names the request. */
  readonly requestId?: string | undefined
}

/** A token as a request brought it; nothing of it is verified. */
export interface PresentedToken {
  readonly token: string
  readonly delivery: Delivery
}
