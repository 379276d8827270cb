import type { Role } from '@latchkey/contracts/auth/roles'
import type { Delivery, Session } from '@latchkey/contracts/auth/sessions'
import type { User } from '@latchkey/contracts/auth/users'
import { Language } from '@latchkey/contracts/words/language'
import * as z from 'zod/mini'
import type { Clock } from './clock.ts'

/** The time, address, user agent, id and language of a request. Plain data: the audit log, mails and jobs carry it. */
export const RequestFacts = z.object({
  at: z.coerce.date(),
  ip: z.nullable(z.string()),
  userAgent: z.nullable(z.string()),
  requestId: z._default(z.nullable(z.string()), null),
  /** Of the request's answer, and of a mail to a person who has chosen none. */
  language: z._default(Language, 'en'),
})

export type RequestFacts = z.output<typeof RequestFacts>

/** Who sends a request, and from where. The HTTP edge builds it once (`http/request-context.ts`); services only pass it on. */
export interface RequestContext extends RequestFacts {
  /** Each call undoes a change that must not outlive a failed request. The HTTP edge runs them before it sends the error. */
  readonly undoOnFailure: ((error: unknown) => Promise<void>)[]
  readonly session?: Principal['session']
  /** The admin who asks, where the request is about another person's account. */
  readonly actorId?: string
}

/** A request to an open endpoint. */
export interface VisitorContext extends RequestContext {
  /** The tokens in our cookies. Null unless the request provably comes from our own pages. Where it is null, we set no cookie. */
  readonly browser: BrowserTokens | null
}

/** The tokens in a browser's cookies. None of them is verified yet. */
export interface BrowserTokens {
  readonly session: string | undefined
  readonly device: string | undefined
  readonly signUp: string | undefined
  readonly signIn: string | undefined
  readonly passkey: string | undefined
}

/** A request behind the guard. */
export interface SessionContext extends RequestContext, Principal {
  readonly session: Principal['session']
  readonly token: PresentedToken
}

/** The authenticated person of a request. Later kinds (API tokens, impersonation) join this one; each endpoint says which it accepts. */
export interface Principal {
  readonly kind: 'session'
  readonly user: User
  readonly session: Session & { readonly remembered: boolean }
  /** How the person proved who they are (RFC 8176). `mfa`: by two factors. */
  readonly methods: readonly string[]
  /** Whether the person must add a second factor before anything else. */
  readonly mustAddFactor: boolean
  /** Losing it drops the cached session that holds it, so that takes effect at once. */
  readonly role: Role
}

/** A token as the request sent it, not verified. */
export interface PresentedToken {
  readonly token: string
  readonly delivery: Delivery
}

/** The context of work that no request asked for: a command or a scheduled job. */
export const systemContext = ({ clock }: { clock: Clock }): RequestContext => contextFrom({ at: clock.now() })

/** The context of the request that added a job. */
export const contextFrom = ({
  at,
  ip = null,
  userAgent = null,
  requestId = null,
  language = 'en',
}: Pick<RequestContext, 'at'> & Partial<RequestFacts>): RequestContext => ({
  at,
  ip,
  userAgent,
  requestId,
  language,
  undoOnFailure: [],
})
