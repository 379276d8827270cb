import type * as contract from '@latchkey/contracts/auth/identities'
import type { ListedProvider } from '@latchkey/contracts/auth/listed-providers'
import type { Input } from '@latchkey/contracts/endpoint'
import type { Deps } from '../../deps.ts'
import type { BrowserTokens, SessionContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { changeOwnAccount } from '../account/own-account.ts'
import { record } from '../audit-log/service.ts'
import { countAction, countAttempt } from '../limits/attempts.ts'
import { confirmSession, type RotatedTokens, requireSession } from '../sessions/confirmation.ts'
import { beginFlow, type Going } from './flow.ts'
import { presentProvider } from './own-identities.ts'
import type { ProvenIdentity, Provider } from './providers/providers.ts'
import { Refused } from './refused.ts'
import * as store from './store.ts'
import { isUsable } from './usable.ts'

/** What the clocks of a provider and ours may differ by, with the fraction of a second that its time leaves out. */
const clocksDifferByMs = 10_000

/** Whether a provider says when a person proved who they are. GitHub and Google do not, and know no way to ask for it. */
const tellsTime = ({ preset }: Provider): boolean => preset !== 'github' && preset !== 'google'

/** The providers where the person can confirm a session: with a second factor none, since a provider alone would be weaker. */
export async function listConfirmingProviders({ deps, tx, user }: LockedAccount): Promise<ListedProvider[]> {
  if (user.secondFactorSince) return []
  const linked = (await store.list(tx, user.id)).filter(identity => isUsable(deps, identity))
  return deps.providers
    .list()
    .filter(provider => tellsTime(provider) && linked.some(({ provider: id }) => id === provider.id))
    .map(presentProvider)
}

/**
 * Begins to confirm a session by a new sign-in at a linked provider.
 * @throws {ApiError} invalid_factor if that provider cannot confirm it; cross_origin for an API client; provider_unavailable;
 *   rate_limited; session_ended
 */
export async function askToConfirm(
  deps: Deps,
  context: SessionContext,
  { provider: id, return: path = '/' }: Input<typeof contract.confirmWith>,
  browser: BrowserTokens,
): Promise<Going> {
  if (context.session.delivery !== 'cookie') throw new ApiError('cross_origin')
  const { isPossible, hints } = await changeOwnAccount(deps, context, async account => {
    await requireSession(account)
    const providers = await listConfirmingProviders(account)
    const own = (await store.list(account.tx, account.user.id)).filter(({ provider }) => provider === id)
    return {
      isPossible: providers.some(provider => provider.id === id),
      hints: own.flatMap(({ email }) => email ?? []),
    }
  })
  const provider = deps.providers.find(id)
  if (!isPossible || !provider) throw new ApiError('invalid_factor')
  await countAttempt(deps, context, { 'ways to providers of a person': context.user.id })
  const intent = { kind: 'confirm', return: path, userId: context.user.id, sessionId: context.session.id } as const
  const [loginHint] = hints
  return beginFlow(deps, provider, { browser, intent, prompt: 'login', ...(loginHint !== undefined && { loginHint }) })
}

/**
 * Confirms a session by what a provider proved: that the person has signed in there since this way began, with an identity that they have linked. A
 * session at the provider from before is no proof that its person is here.
 * @throws {Refused} expired, for a sign-in there from before; refused, for another account there, and for a person with a second factor;
 *   {ApiError} session_ended; invalid_token; rate_limited
 */
export async function confirmByProven(
  deps: Deps,
  context: SessionContext,
  { proven, begunAt }: { proven: ProvenIdentity; begunAt: Date },
): Promise<RotatedTokens> {
  const { authenticatedAt } = proven
  if (authenticatedAt === null || authenticatedAt.getTime() < begunAt.getTime() - clocksDifferByMs)
    throw new Refused('expired')
  const confirmed = await changeOwnAccount(deps, context, async account => {
    const { tx, user } = account
    const identity = await store.find(tx, proven)
    if (identity?.userId !== user.id || user.secondFactorSince) {
      await record(account, 'confirm_failed')
      return null
    }
    await countAction(account, { 'confirmation of a person': user.id })
    await record(account, 'confirmed')
    return confirmSession(account, ['fed'])
  })
  if (!confirmed) throw new Refused('refused')
  return confirmed
}
