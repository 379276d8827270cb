import type { Delivery, Session } from '@latchkey/contracts/auth/sessions'
import type { User } from '@latchkey/contracts/auth/users'
import * as z from 'zod/mini'
import type { Clock } from './clock.ts'

/** When, from where and by which request something was asked. Plain data: the audit log, mails and jobs carry it. */
export const RequestFacts = z.object({
  at: z.coerce.date(),
  ip: z.nullable(z.string()),
  userAgent: z.nullable(z.string()),
  requestId: z._default(z.nullable(z.string()), null),
})

export type RequestFacts = z.output<typeof RequestFacts>

/** Who asks, from where, and under which request id. The HTTP edge builds it once (`http/request-context.ts`); services only pass it on. */
export interface RequestContext extends RequestFacts {
  /** What the request did and must not keep if it fails. The HTTP edge runs these before it answers the error. */
  readonly undoOnFailure: ((error: unknown) => Promise<void>)[]
  readonly session?: Principal['session']
}

/** A request to an open endpoint. */
export interface VisitorContext extends RequestContext {
  /** What our browser app sent along. Null unless the request provably comes from our own pages: then it is given no cookie either. */
  readonly browser: BrowserTokens | null
}

/** The tokens in a browser's cookies. None of them is verified. */
export interface BrowserTokens {
  readonly session: string | undefined
  readonly device: string | undefined
  readonly signUp: string | undefined
}

/** A request behind the guard. */
export interface SessionContext extends RequestContext, Principal {
  readonly session: Principal['session']
  readonly token: PresentedToken
}

/** Who a request speaks for. Later kinds (API tokens, impersonation) stand beside this one; endpoints say which they accept. */
export interface Principal {
  readonly kind: 'session'
  readonly user: User
  readonly session: Session & { readonly remembered: boolean }
  /** How the person proved who they are (RFC 8176). */
  readonly methods: readonly string[]
}

/** A token as a request brought it; nothing of it is verified. */
export interface PresentedToken {
  readonly token: string
  readonly delivery: Delivery
}

/** The context of what no request asked for: a command, a scheduled job. */
export const systemContext = ({ clock }: { clock: Clock }): RequestContext => contextFrom({ at: clock.now() })

/** The context of the request that added a job. */
export const contextFrom = ({
  at,
  ip = null,
  userAgent = null,
  requestId = null,
}: Pick<RequestContext, 'at'> & Partial<RequestFacts>): RequestContext => ({
  at,
  ip,
  userAgent,
  requestId,
  undoOnFailure: [],
})
