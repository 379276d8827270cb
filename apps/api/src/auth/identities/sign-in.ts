import type { Delivery } from '@latchkey/contracts/auth/sessions'
import { isUniqueViolation } from '@latchkey/database/errors'
import type { Identity } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import type { VisitorContext } from '../../platform/context.ts'
import { changeAccount, createAccount, isActive, type NewAccount } from '../account/change-account.ts'
import { remindOfReclaim } from '../account/reminders.ts'
import { findUser } from '../account/users.ts'
import { record } from '../audit-log/service.ts'
import { forgetFailures } from '../passwords/service.ts'
import { findKnownDevice } from '../sessions/devices.ts'
import { enter, type SignedIn } from '../sign-in/gate.ts'
import type { Unfinished } from '../sign-in/unfinished.ts'
import { claimAddress } from '../sign-up/service.ts'
import type { Flow } from './flow.ts'
import { findIdentity, knownIdentity, newIdentity } from './identity.ts'
import { offerLink } from './link-step.ts'
import type { Parked } from './parked.ts'
import type { ProvenIdentity, Provider } from './providers/providers.ts'
import { Refused } from './refused.ts'

export type Outcome =
  | { readonly signedIn: SignedIn; readonly isNew: boolean }
  | { readonly unfinished: Unfinished }
  | { readonly parked: Parked }

/**
 * Signs in with what a provider proved. Only issuer and subject find an account (OpenID Connect Core 1.0, section 5.7): anyone may
 * write any address there (nOAuth; CVE-2023-3128), and addresses change hands. An unknown identity makes an account if its verified address has
 * none. If it has one, that is proven first. Without a browser it is an API client, which came with the code for that.
 * @throws {Refused}; {ApiError} rate_limited
 */
export async function signInWithProven(
  deps: Deps,
  context: VisitorContext,
  given: { provider: Provider; proven: ProvenIdentity; binding: Flow['browser']; remember: boolean },
): Promise<Outcome> {
  const once = () => arrive(deps, context, given)
  // Two tabs, or a sign-up by mail, made the account between our read and our write. The second read sees it.
  return once().catch(error => {
    if (isUniqueViolation(error)) return once()
    throw error
  })
}

async function arrive(
  deps: Deps,
  context: VisitorContext,
  given: Parameters<typeof signInWithProven>[2],
): Promise<Outcome> {
  const { provider, proven, binding, remember } = given
  const known = await findIdentity(deps, proven)
  if (known) return enterKnown(deps, context, { ...known.user, proven, known, remember })
  const { email } = proven
  if (email === null) throw new Refused('no_address')
  // An API client has no page on which to prove an address or an account. Its person links the provider in the settings.
  if (!proven.isEmailVerified) {
    if (binding === null) throw new Refused('no_address')
    return { parked: await offerLink(deps, context, { ...given, binding, email, owner: null }) }
  }
  const owner = await findUser(deps, email)
  if (!owner) return signUp(deps, context, { ...given, email })
  if (!isActive(owner)) throw await refusalOf(deps, context, owner.id)
  if (provider.isTrustedFor(proven)) return enterKnown(deps, context, { ...owner, proven, known: null, remember })
  if (binding === null) throw new Refused('has_account')
  return { parked: await offerLink(deps, context, { ...given, binding, email, owner }) }
}

/**
 * Signs in the person of an account. Without a second factor that it needs, the sign-in stays unfinished. `known`: null for an identity
 * that no account has.
 */
async function enterKnown(
  deps: Deps,
  context: VisitorContext,
  {
    id,
    email,
    proven,
    known,
    remember,
  }: { id: string; email: string; proven: ProvenIdentity; known: Identity | null; remember: boolean },
): Promise<Outcome> {
  const { browser } = context
  const seen = await findKnownDevice(deps, email, browser?.device)
  const entered = await changeAccount(deps, context, id, async account => {
    if (!isActive(account.user)) return null
    // A trusted link is for the address that was verified. It may have moved to another account.
    if (!known && account.user.email !== email) return null
    const identity = known ? knownIdentity(account, proven, known) : newIdentity(proven)
    const { methods } = identity
    return enter(account, { methods, delivery: deliveryTo(context), remembered: remember, browser, seen, identity })
  })
  if (!entered) throw await refusalOf(deps, context, id)
  return 'challenge' in entered ? { unfinished: entered } : { signedIn: entered, isNew: false }
}

const deliveryTo = ({ browser }: VisitorContext): Delivery => (browser ? 'cookie' : 'bearer')

/** The refusal of a disabled or deleted account, which its record has. */
async function refusalOf(deps: Deps, context: VisitorContext, userId: string): Promise<Refused> {
  await changeAccount(deps, context, userId, account => record(account, 'identity_refused'))
  return new Refused('refused')
}

/** Creates the account of a verified address that belongs to no account. It has no password. */
async function signUp(
  deps: Deps,
  context: VisitorContext,
  { proven, remember, email }: { proven: ProvenIdentity; remember: boolean; email: string },
): Promise<Outcome> {
  if (await remindOfReclaim(deps, email, context)) throw new Refused('refused')
  const entry = { delivery: deliveryTo(context), remembered: remember, browser: context.browser }
  const signedIn = await createAccount(deps, context, { email, name: proven.name }, async account => {
    await beginAccount(account)
    return enter(account, { ...entry, methods: proven.methods, identity: newIdentity(proven) })
  })
  return { signedIn, isNew: true }
}

/**
 * Takes the address for an account that a provider's identity begins.
 * @throws {ApiError} invalid_challenge, if a former owner can reclaim the address
 */
export async function beginAccount(account: NewAccount): Promise<void> {
  await forgetFailures(account, account.user.email)
  await claimAddress(account, 'invalid_challenge')
}
