import { listSessions } from '@latchkey/contracts/auth/devices'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { expect, it } from 'vitest'
import { testApi } from '../testing/test.ts'

const api = await testApi()

it('while the disk of the database is full, reads work and a sign-in answers 503; with free space, sign-in works again', async () => {
  const user = await api.createUser()
  const { caller } = await api.signIn(user)
  await api.db.$executeRawUnsafe(`create function disk_full() returns trigger language plpgsql as $$ begin
    raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`)
  await api.db.$executeRawUnsafe(
    'create trigger disk_full before insert on sessions for each statement execute function disk_full()',
  )
  const refused = await api.call(signIn, user)
  expect([refused.status, refused.problem.code, refused.response.headers['retry-after']]).toEqual([
    503,
    'unavailable',
    '1',
  ])
  for (const read of [currentSession, listSessions]) expect((await api.call(read, {}, caller)).status).toBe(200)
  expect(await api.db.session.count({ where: { userId: user.id } })).toBe(1)
  await api.db.$executeRawUnsafe('drop trigger disk_full on sessions')
  expect((await api.call(signIn, user)).status).toBe(200)
  await api.deliver()
})
