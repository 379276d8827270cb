import { existsSync } from 'node:fs'
import { rm, symlink } from 'node:fs/promises'
import path from 'node:path'
import { listSessions } from '@latchkey/contracts/auth/devices'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { ready } from '@latchkey/contracts/platform/health'
import { expect, it, onTestFinished } from 'vitest'
import { replicaOf, testApi } from '../testing/test.ts'
import type { TestApi } from '../testing/test-api.ts'

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

/** More than a check of readiness takes. */
const transactions = 100

/**
 * Leads the files of snapshots that the only connection of this server exports next to a device that is always full. Their names are the
 * place of the connection among all, and the number of its transaction: `snapmgr.c` of Postgres.
 */
async function leadSnapshotsToFullDisk({ db }: TestApi): Promise<() => Promise<unknown>> {
  const [row] = await db.$queryRaw<{ id: string; directory: string }[]>`
    select virtualxid as id, current_setting('data_directory') as directory from pg_locks
    where pid = pg_backend_pid() and locktype = 'virtualxid'`
  const [place = 0, last = 0] = (row?.id ?? '').split('/').map(Number)
  const hex = (value: number) => value.toString(16).toUpperCase().padStart(8, '0')
  const files = Array.from({ length: transactions }, (_, index) =>
    path.join(row?.directory ?? '', 'pg_snapshots', `${hex(place)}-${hex(last + 1 + index)}-1.tmp`),
  )
  for (const file of files) await symlink('/dev/full', file)
  return () => Promise.all(files.map(file => rm(file, { force: true })))
}

it.runIf(existsSync('/dev/full'))(
  'ready is 503 while the disk has no room for one more file, and then 200 again',
  async () => {
    const replica = await replicaOf(api, { environment: { DATABASE_POOL: '1' } })
    expect((await replica.call(ready, {})).status).toBe(200)
    const free = await leadSnapshotsToFullDisk(replica)
    onTestFinished(async () => void (await free()))
    const { status, problem } = await replica.call(ready, {})
    expect([status, problem.code]).toEqual([503, 'unavailable'])
    const { reason } = replica.logLines.map(line => JSON.parse(line)).findLast(({ msg }) => msg === 'not ready')
    expect(reason).toMatch(/^its disk or memory is full \(.*No space left on device\)$/)
    await free()
    expect((await replica.call(ready, {})).status).toBe(200)
  },
)
