import { changeEmail, exportUser } from '@latchkey/contracts/auth/account'
import { describe, expect, it } from 'vitest'
import { signInConfirmed } from '../testing/confirmed.ts'
import { testApi } from '../testing/test.ts'

const api = await testApi()

/** Tables whose part of the export has another name than they have. */
const otherNames: Record<string, string> = { users: 'user', passwords: 'password', audit_events: 'activity' }

const secret = 'it proves something'
const ownership = 'it is the person who asks'

/** Columns that an export leaves out, and why. */
const withheld: Record<string, string> = {
  'users.deleted_at': 'a person who has left has no session to ask in',
  'passwords.user_id': ownership,
  'passwords.hash': secret,
  'devices.user_id': ownership,
  'devices.token_hash': secret,
  'sessions.user_id': ownership,
  'sessions.token_hash': secret,
  'challenges.id': 'it names the row, and is known to nobody',
  'challenges.user_id': ownership,
  'challenges.secret_hash': secret,
  'challenges.code_hash': secret,
  'challenges.code_expires_at': 'it belongs to a code that is not told',
  'challenges.browser_hash': secret,
  'challenges.payload': 'it may hold a hash; what else it holds is told as `name` and `notice`',
  'audit_events.user_id': ownership,
  'audit_events.commitment': secret,
  'audit_events.salt': secret,
}

/** Every table that belongs to a person: by a foreign key, or by the name of a column. */
const tables = await api.db.$queryRaw<{ name: string; columns: string[] }[]>`
  select table_name as name, array_agg(column_name::text order by ordinal_position) as columns
  from information_schema.columns c
  where table_schema = 'public' and (table_name = 'users' or exists (
    select from information_schema.columns o
    where o.table_schema = 'public' and o.table_name = c.table_name and o.column_name = 'user_id'
  ) or exists (
    select from information_schema.table_constraints k
      join information_schema.constraint_column_usage u using (constraint_schema, constraint_name)
    where k.constraint_type = 'FOREIGN KEY' and k.table_schema = 'public' and k.table_name = c.table_name
      and u.table_name = 'users'))
  group by table_name order by table_name`

const camelCase = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

/** What an export holds of somebody of whom each of auth's tables holds a row. */
async function exported() {
  const { caller } = await signInConfirmed(api, await api.createUser())
  await api.call(changeEmail, { email: 'another@example.com' }, caller)
  const { data } = await api.call(exportUser, {}, caller)
  await api.deliver()
  return data as Record<string, unknown> & { product: Record<string, unknown> }
}

describe('everything that is kept about a person', () => {
  it('is looked for in the tables that there are', () => {
    const names = tables.map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining(['users', 'passwords', 'sessions', 'devices', 'challenges', 'audit_events']),
    )
  })

  it.each(tables)('is in the export, or left out for a reason: $name', async ({ name, columns }) => {
    const data = await exported()
    const part = otherNames[name] ?? camelCase(name)
    // What the product keeps has a part of its own, by its schema.
    if (part in data.product) return
    expect(Object.keys(data), `no feature exports ${name}`).toContain(part)
    const [row] = [data[part]].flat()
    const shown = Object.keys((row ?? {}) as object)
    const missing = columns.filter(column => !shown.includes(camelCase(column)) && !withheld[`${name}.${column}`])
    expect(missing).toEqual([])
  })

  it('names no column that is not there', () => {
    const there = tables.flatMap(({ name, columns }) => columns.map(column => `${name}.${column}`))
    expect(Object.keys(withheld).filter(column => !there.includes(column))).toEqual([])
  })
})
