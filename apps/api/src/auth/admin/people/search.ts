import { type searchPeople as contract, type ListedPerson, mostSearched } from '@latchkey/contracts/auth/admin'
import type { Input } from '@latchkey/contracts/endpoint'
import { Id } from '@latchkey/contracts/values'
import type { Deps } from '../../../deps.ts'
import type { SessionContext } from '../../../platform/context.ts'
import { roleOf } from '../../account/role.ts'
import { type FoundUser, findUserById, searchUsers } from '../../account/users.ts'
import { recordSearching } from '../../audit-log/service.ts'
import { countAttempt } from '../../limits/attempts.ts'

const pageSize = 50

interface Page {
  readonly people: ListedPerson[]
  readonly next: string | null
}

/**
 * A page of the people whose address begins so, or the one with this id, and the `after` of the next page. The admin's own log has that
 * they searched.
 * @throws {ApiError} rate_limited
 */
export async function searchPeople(
  deps: Deps,
  context: SessionContext,
  { search = '', state, after }: Input<typeof contract>,
): Promise<Page> {
  await countAttempt(deps, context, { 'searches of an admin': context.user.id })
  await recordSearching(deps, context)
  if (Id.safeParse(search).success) {
    const found = await findUserById(deps, search)
    return { people: found ? [presentPerson(found)] : [], next: null }
  }
  const last = after === undefined ? null : await findUserById(deps, after)
  // That person is gone, and with them the place in the list.
  if (after !== undefined && !last) return { people: [], next: null }
  const { users, lastLooked } = await searchUsers(
    deps,
    { beginning: search, after: last?.email ?? '' },
    { state: state ?? null, most: mostSearched, count: pageSize + 1 },
  )
  const shown = users.slice(0, pageSize)
  return {
    people: shown.map(presentPerson),
    next: users.length > pageSize ? (shown.at(-1)?.id ?? null) : lastLooked,
  }
}

/** A person in the list of an admin. */
export const presentPerson = (user: FoundUser): ListedPerson => ({
  id: user.id,
  email: user.email,
  name: user.name,
  role: roleOf(user),
  createdAt: user.createdAt.toISOString(),
  disabledAt: user.disabledAt?.toISOString() ?? null,
  deletedAt: user.deletedAt?.toISOString() ?? null,
  secondFactorSince: user.secondFactorSince?.toISOString() ?? null,
})
