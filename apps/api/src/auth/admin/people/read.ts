import type * as contract from '@latchkey/contracts/auth/admin'
import type { ListedSession } from '@latchkey/contracts/auth/devices'
import type { Answer, Input } from '@latchkey/contracts/endpoint'
import type { User } from '@latchkey/database/models'
import type { Deps } from '../../../deps.ts'
import type { SessionContext } from '../../../platform/context.ts'
import { ApiError } from '../../../platform/errors.ts'
import { findUserById } from '../../account/users.ts'
import { findActivity } from '../../audit-log/activity/service.ts'
import { recordReading } from '../../audit-log/service.ts'
import { findFactorsOf } from '../../factors/service.ts'
import { listIdentitiesOf } from '../../identities/own-identities.ts'
import { countAttempt } from '../../limits/attempts.ts'
import { listSessions } from '../../sessions/service.ts'
import { presentPerson } from './search.ts'

type Activity = Answer<typeof contract.readPersonActivity>['data']

/**
 * What an admin sees of a person: what the person sees, by the same presenters, so nothing that is kept from the person. The person's
 * log has that it was read.
 * @throws {ApiError} not_found; rate_limited
 */
export async function readPerson(
  deps: Deps,
  context: SessionContext,
  { id }: Input<typeof contract.readPerson>,
): Promise<contract.PersonDetails> {
  const user = await requirePerson(deps, context, id)
  const sessions = await listSessions(deps, user)
  return {
    ...presentPerson(user),
    factors: await findFactorsOf(deps, user),
    identities: await listIdentitiesOf(deps, user),
    secondFactorDemanded: user.secondFactorRequiredAt !== null,
    liveSessions: sessions.filter(({ endReason }) => endReason === null).length,
  }
}

/**
 * A person's sessions, newest first.
 * @throws {ApiError} not_found; rate_limited
 */
export async function readPersonSessions(
  deps: Deps,
  context: SessionContext,
  { id }: Input<typeof contract.readPersonSessions>,
): Promise<ListedSession[]> {
  const user = await requirePerson(deps, context, id)
  return listSessions(deps, user, { language: context.language })
}

/**
 * A page of what happened to a person's account, newest first.
 * @throws {ApiError} not_found; rate_limited
 */
export async function readPersonActivity(
  deps: Deps,
  context: SessionContext,
  { id, ...wanted }: Input<typeof contract.readPersonActivity>,
): Promise<Activity> {
  const user = await requirePerson(deps, context, id)
  return findActivity(deps, { userId: user.id, sessionId: null, language: context.language }, wanted)
}

async function requirePerson(deps: Deps, context: SessionContext, id: string): Promise<User> {
  await countAttempt(deps, context, { 'readings of an admin': context.user.id })
  const user = await findUserById(deps, id)
  if (!user) throw new ApiError('not_found')
  await recordReading(deps, context, user)
  return user
}
