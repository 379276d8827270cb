import type { PeopleState } from '@latchkey/contracts/auth/admin'
import type { Database } from '@latchkey/database/client'
import type { User } from '@latchkey/database/models'

/** What a list of people shows of each. */
export type FoundUser = Pick<
  User,
  'id' | 'email' | 'name' | 'role' | 'createdAt' | 'disabledAt' | 'deletedAt' | 'secondFactorSince'
>

/** Where a search looks: addresses that begin with `beginning`, after the address `after`. */
export interface Range {
  readonly beginning: string
  readonly after: string
}

/** No character comes later in the order of bytes, which the index has. */
const last = '\u{10ffff}'

/**
 * People whose address begins so, in the order of addresses. Looks through at most `most` rows of the index, so that a state that few have
 * does not make Postgres read all people.
 */
export const search = (
  db: Database,
  { beginning, after }: Range,
  { state, most, count }: { state: PeopleState | null; most: number; count: number },
): Promise<FoundUser[]> => db.$queryRaw<FoundUser[]>`
  select id, email, name, role, created_at as "createdAt", disabled_at as "disabledAt", deleted_at as "deletedAt",
    second_factor_since as "secondFactorSince"
  from (
    select * from users where email ~>=~ ${beginning} and email ~<~ ${beginning + last} and email ~>~ ${after}
    order by email using ~<~ limit ${most}) looked
  where case ${state}::text
    when 'disabled' then disabled_at is not null
    when 'deleted' then deleted_at is not null
    when 'without_factor' then second_factor_since is null
    when 'admins' then role = 'admin'
    else true end
  order by email using ~<~ limit ${count}`

/** The last of the `most` people that such a search looks through. Null if there are fewer. */
export async function findLastLooked(db: Database, { beginning, after }: Range, most: number): Promise<string | null> {
  const [row] = await db.$queryRaw<{ id: string }[]>`
    select id from users where email ~>=~ ${beginning} and email ~<~ ${beginning + last} and email ~>~ ${after}
    order by email using ~<~ offset ${most - 1} limit 1`
  return row?.id ?? null
}
