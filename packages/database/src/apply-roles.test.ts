import { expect, inject, it, onTestFinished } from 'vitest'
import { applyRoles } from './apply-roles.ts'
import { MigrationError } from './migrate.ts'
import { connectForTest, createTestDatabase, limitedTo } from './testing.ts'

async function database() {
  const { url, drop } = await createTestDatabase(inject('template'))
  onTestFinished(drop)
  return url
}

it('the rights are given again after an upgrade that took them, and a second run changes nothing', async () => {
  const url = await database()
  const { url: limited, drop } = await limitedTo('latchkey_api', url)
  onTestFinished(drop)
  const owner = await connectForTest(url)
  onTestFinished(() => owner.end())
  await owner.query('revoke all on users from latchkey_api')
  const api = await connectForTest(limited)
  onTestFinished(() => api.end())
  await expect(api.query('select 1 from users')).rejects.toThrow('permission denied')
  for (const _ of [1, 2]) expect(await applyRoles(url)).toEqual([])
  expect((await api.query('select 1 from users')).rows).toEqual([])
})

it('a database without tables, and a role that may not, are refused with what to do', async () => {
  const url = await database()
  const { url: limited, drop } = await limitedTo('latchkey_api', url)
  onTestFinished(drop)
  const refused = await applyRoles(limited).catch(error => error)
  expect(refused).toBeInstanceOf(MigrationError)
  expect(refused.message).toMatch(/^The roles could not be given their rights: /)
  const owner = await connectForTest(url)
  onTestFinished(() => owner.end())
  await owner.query('alter table users rename to people')
  await expect(applyRoles(url)).rejects.toThrow(
    /has no tables of Latchkey\. Start one server with the owner's address first/,
  )
})
