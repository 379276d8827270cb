import { randomUUID } from 'node:crypto'
import { escapeIdentifier } from 'pg'
import { expect, inject, it, onTestFinished } from 'vitest'
import { openConnections } from './client.ts'
import { findPowers } from './powers.ts'
import { connectForTest, createTestDatabase, limitedTo, patience } from './testing.ts'

const kinds = {
  superuser: { isSuperuser: true },
  createrole: { isAdministrator: true },
  createdb: { isAdministrator: true },
  replication: { isAdministrator: true },
  bypassrls: { isAdministrator: true },
  pg_execute_server_program: { serverRoles: ['pg_execute_server_program'] },
  pg_read_server_files: { serverRoles: ['pg_read_server_files'] },
  pg_write_server_files: { serverRoles: ['pg_write_server_files'] },
  pg_read_all_data: { serverRoles: ['pg_read_all_data'] },
  pg_write_all_data: { serverRoles: ['pg_write_all_data'] },
  'owner of the tables': { ownsTables: true },
}
const none = { isSuperuser: false, isAdministrator: false, serverRoles: [], ownsTables: false }

it('the powers of a role are also those of each role that it may become without inheriting from it', async () => {
  const database = await createTestDatabase(inject('template'))
  onTestFinished(() => database.drop())
  const owner = await connectForTest(database.url)
  onTestFinished(() => owner.end())
  const limited = await limitedTo('latchkey_api', database.url)
  onTestFinished(() => limited.drop())
  const connections = openConnections(limited.url, { poolSize: 1, patience })
  onTestFinished(() => connections.close())
  const { role, ...powers } = await findPowers(connections)
  expect(powers).toEqual(none)

  const login = escapeIdentifier(role)
  await owner.query(`alter role ${login} noinherit`)
  for (const [kind, more] of Object.entries(kinds)) {
    const between = escapeIdentifier(`test_role_${randomUUID()}`)
    const isAttribute = !kind.startsWith('pg_') && kind !== 'owner of the tables'
    await owner.query(`create role ${between} ${isAttribute ? kind : ''}`)
    if (kind.startsWith('pg_')) await owner.query(`grant ${kind} to ${between}`)
    if (kind === 'owner of the tables') await owner.query(`alter table users owner to ${between}`)
    await owner.query(`grant ${between} to ${login}`)
    const found = await findPowers(connections)
    if (kind === 'owner of the tables') await owner.query('alter table users owner to current_user')
    await owner.query(`drop role ${between}`)
    // A superuser counts as a member of every role.
    expect(found, kind).toMatchObject(kind === 'superuser' ? more : { ...none, ...more })
  }
})
