import type { LinkStep } from '@latchkey/contracts/auth/identities'
import type { Challenge, User } from '@latchkey/database/models'
import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import { RequestFacts, type VisitorContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { jobKind } from '../../platform/jobs/jobs.ts'
import { sharers } from '../../platform/jobs/shares.ts'
import { changeAccount } from '../account/change-account.ts'
import { findChallenge, openVisitorChallenge } from '../challenges/service.ts'
import { mailCounters } from '../email-codes/service.ts'
import { countAttempt } from '../limits/attempts.ts'
import { hasPasskeyAlone } from '../passkeys/service.ts'
import { hasPassword } from '../passwords/service.ts'
import { findKnownDevice } from '../sessions/devices.ts'
import { isBoundTo } from '../sign-in/browser-binding.ts'
import type { Flow } from './flow.ts'
import { ArrivingIdentity, newIdentity } from './identity.ts'
import type { Parked } from './parked.ts'
import type { ProvenIdentity, Provider } from './providers/providers.ts'

// An identity that no account has, but whose address an account has, or may have. The person proves that account, or the address,
// and only then it is linked. Otherwise a provider's word about an address would open the account (pre-hijacking by link).

const Way = z.enum(['password', 'passkey', 'code'])
type Way = z.output<typeof Way>

const Payload = z.object({
  /** The hash of the browser's token. */
  browser: z.string(),
  identity: ArrivingIdentity,
  label: z.string(),
  /** For a new account. */
  name: z.nullable(z.string()),
  methods: z.array(Way),
  remember: z.boolean(),
})

/** A link that waits for a proof. */
export interface OpenLink extends Omit<z.output<typeof Payload>, 'browser'> {
  readonly challenge: Challenge
  readonly address: string
}

/** How late the mail with a code may be. */
const mostDelayMs = 20 * 60_000

/** Mails a code that proves an address, whether or not an account has it. */
export const linkCodeJob = jobKind(
  'link code',
  z.extend(RequestFacts, { email: z.string(), challengeId: z.uuid(), account: z.string() }),
  { sharedBy: ({ email, ip }) => sharers(email, ip) },
)

/**
 * Opens a link that waits for a proof. `owner`: the account with the verified address. Null if the address is not verified: then the
 * answer, the work and the time are the same whether or not an account has it, and a mailed code is the only proof.
 * @throws {ApiError} rate_limited, if too many codes were mailed
 */
export async function offerLink(
  deps: Deps,
  context: VisitorContext,
  given: {
    provider: Provider
    proven: ProvenIdentity
    flow: Flow
    remember: boolean
    email: string
    owner: User | null
  },
): Promise<Parked> {
  const { provider, proven, flow, remember, email, owner } = given
  const { label } = provider
  const methods = owner ? await waysOf(deps, context, owner) : (['code'] as const)
  const payload: z.output<typeof Payload> = {
    ...{ browser: flow.browser, identity: newIdentity(proven), label, name: proven.name, remember },
    methods: [...methods],
  }
  const lifetimeMs = mostDelayMs + deps.settings.mailLifetimes.signInCode
  const opened = await openVisitorChallenge(deps, 'link', { address: email, lifetimeMs, payload })
  if (!owner) await mailCode(deps, context, { id: opened.id, email, label })
  const step: LinkStep = {
    ...{ challenge: opened.secret, label, email, methods: [...methods] },
    expiresAt: opened.expiresAt.toISOString(),
  }
  return { status: 200, data: step }
}

/** What can prove this account. A code, where codes by mail are off, only if there is nothing else. */
const waysOf = async (deps: Deps, context: VisitorContext, { id }: User): Promise<Way[]> =>
  (await changeAccount(deps, context, id, async account => {
    const ways: Way[] = []
    if (await hasPassword(account)) ways.push('password')
    if (await hasPasskeyAlone(account)) ways.push('passkey')
    if (deps.settings.emailCodes || ways.length === 0) ways.push('code')
    return ways
  })) ?? ['code']

/**
 * The link of this secret.
 * @throws {ApiError} invalid_challenge if it was linked, has expired, was begun in another browser, or cannot be proven in this `way`
 */
export async function requireLink(
  deps: Deps,
  { browser: from }: VisitorContext,
  { secret, way }: { secret: string; way: Way },
): Promise<OpenLink> {
  const challenge = await findChallenge(deps, 'link', secret)
  if (!challenge || challenge.address === null) throw new ApiError('invalid_challenge')
  const { browser, ...link } = Payload.parse(challenge.payload)
  if (!isBoundTo(deps, browser, from) || !link.methods.includes(way)) throw new ApiError('invalid_challenge')
  return { ...link, challenge, address: challenge.address }
}

/**
 * Mails the code once more, or for the first time. The newest code counts.
 * @throws {ApiError} invalid_challenge; rate_limited
 */
export async function mailLinkCode(deps: Deps, context: VisitorContext, secret: string): Promise<void> {
  const { challenge, address, label } = await requireLink(deps, context, { secret, way: 'code' })
  await mailCode(deps, context, { id: challenge.id, email: address, label })
}

async function mailCode(
  deps: Deps,
  context: VisitorContext,
  { id, email, label }: { id: string; email: string; label: string },
): Promise<void> {
  const seen = await findKnownDevice(deps, email, context.browser?.device)
  await countAttempt(deps, context, mailCounters(context, email, seen))
  await deps.jobs.add(deps.db, linkCodeJob, { ...context, email, challengeId: id, account: label })
}
