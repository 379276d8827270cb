import type { ProviderProblem } from '@latchkey/contracts/auth/identities'
import { pages } from '@latchkey/contracts/pages'
import type { Deps } from '../../deps.ts'
import type { BrowserTokens, SessionContext, VisitorContext } from '../../platform/context.ts'
import { countAttempt } from '../limits/attempts.ts'
import type { RotatedTokens } from '../sessions/confirmation.ts'
import { confirmByProven } from './confirm-with.ts'
import { type Flow, takeFlow } from './flow.ts'
import { handBack, handOver } from './hand-over.ts'
import { linkProven } from './own-identities.ts'
import { park } from './parked.ts'
import type { Provider } from './providers/providers.ts'
import { problemOf, Refused } from './refused.ts'
import { type Outcome, signInWithProven } from './sign-in.ts'

/** Where a callback leads, and what it gives the browser. `location` is a path of the app, or the address of an API client. */
export interface Landing {
  readonly location: string
  readonly outcome?: Outcome
  /** The new tokens of a confirmed session. */
  readonly confirmed?: RotatedTokens & { readonly session: SessionContext['session'] }
  readonly problem?: ProviderProblem
  /** What no one expected. */
  readonly error?: unknown
}

interface Callback {
  readonly providerId: string
  readonly browser: BrowserTokens
  /** The whole address that the provider sent the browser to. */
  readonly url: URL
  /** The session whose cookie the browser has. Throws, if it has none that is live. */
  readonly findSession: () => Promise<SessionContext>
}

/**
 * Takes a browser that comes back from a provider. Each failure leads to a page of ours, with a word of ours.
 *
 * The request comes from the provider's site. That our page began this, in this browser, is shown by the `state` together with the
 * cookie that it was tied to (login CSRF, RFC 9700 section 4.7). Browsers send that cookie with a navigation alone.
 */
export async function land(deps: Deps, context: VisitorContext, callback: Callback): Promise<Landing> {
  const { providerId, browser, url } = callback
  const flow = await takeFlow(deps, { providerId, browser, callback: url }).catch(error => ({ error }))
  if (flow === null || 'error' in flow) {
    const error = flow?.error ?? new Refused('expired')
    return { location: withProblem(pages.login, providerId, error), ...describe(error) }
  }
  try {
    return await proceed(deps, { ...context, browser }, callback, flow)
  } catch (error) {
    const { kind, return: back } = flow.intent
    if (kind === 'hand_over') return { location: handBack(back, { problem: wordOf(error) }), ...describe(error) }
    const page = kind === 'sign_in' ? pages.login : back
    return { location: withProblem(page, providerId, error), ...describe(error) }
  }
}

async function proceed(deps: Deps, context: VisitorContext, callback: Callback, flow: Flow): Promise<Landing> {
  const { intent } = flow
  const provider = deps.providers.find(callback.providerId)
  // Disabled while the person was there.
  if (!provider) throw new Refused('refused')
  await countAttempt(deps, context, { 'returns from providers from a network': context.ip ?? '' })
  if (intent.kind === 'hand_over') {
    const proven = await provider.finish(callback.url, flow.secrets)
    return { location: await handOver(deps, { proven, intent }) }
  }
  if (intent.kind === 'sign_in') return signIn(deps, context, { provider, callback, flow, remember: intent.remember })

  const own = await requireSameSession(callback, intent)
  const begunMsAgo = deps.clock.now().getTime() - flow.begunAt.getTime()
  const freshness = intent.kind === 'confirm' ? { maxAgeMs: begunMsAgo } : {}
  const proven = await provider.finish(callback.url, { ...flow.secrets, ...freshness })
  if (intent.kind === 'link') {
    await linkProven(deps, own, proven)
    return { location: intent.return }
  }
  const tokens = await confirmByProven(deps, own, { proven, begunAt: flow.begunAt })
  return { location: intent.return, confirmed: { ...tokens, session: own.session } }
}

async function signIn(
  deps: Deps,
  context: VisitorContext,
  { provider, callback, flow, remember }: { provider: Provider; callback: Callback; flow: Flow; remember: boolean },
): Promise<Landing> {
  const { browser: binding } = flow
  if (binding === null) throw new Refused('expired')
  const proven = await provider.finish(callback.url, flow.secrets)
  const outcome = await signInWithProven(deps, context, { provider, proven, binding, remember })
  if ('signedIn' in outcome) return { location: flow.intent.return, outcome }
  const parked = 'parked' in outcome ? outcome.parked : secondStepOf(outcome.unfinished)
  const id = await park(deps, binding, parked)
  return { location: pathWith(pages.login, { with: provider.id, pending: id }), outcome }
}

const secondStepOf = ({ challenge, methods, expiresAt }: Extract<Outcome, { unfinished: unknown }>['unfinished']) =>
  ({ status: 202, data: { challenge, methods, expiresAt: expiresAt.toISOString() } }) as const

/** The session that began this. Its person must not have changed in the meantime, in another tab. */
async function requireSameSession(
  { findSession }: Callback,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<SessionContext> {
  const own = await findSession()
  if (own.session.id !== sessionId || own.user.id !== userId) throw new Refused('expired')
  return own
}

function describe(error: unknown): Pick<Landing, 'problem' | 'error'> {
  const problem = problemOf(error)
  return problem === null ? { problem: 'misconfigured', error } : { problem }
}

const withProblem = (page: string, providerId: string, error: unknown): string =>
  pathWith(page, { with: providerId, problem: wordOf(error) })

const wordOf = (error: unknown): ProviderProblem => problemOf(error) ?? 'misconfigured'

/** A placeholder for the app's own origin. Never resolved. */
const anyOrigin = 'http://origin.invalid'

/** A path of the app with these values in its query. */
function pathWith(path: string, values: Readonly<Record<string, string>>): string {
  const url = new URL(path, anyOrigin)
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value)
  return url.pathname + url.search + url.hash
}
