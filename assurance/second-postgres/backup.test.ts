import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { startSmtpServer } from '@latchkey/api/testing/smtp-server'
import { until } from '@latchkey/api/testing/until'
import { forgotPassword } from '@latchkey/contracts/auth/recovery'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runLatchkey } from './latchkey.ts'
import { createPostgres, type Postgres } from './postgres.ts'
import { createPerson, person, startServer } from './server.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await createPostgres()
  await createPerson(postgres)
})
afterAll(() => postgres?.remove())

const latchkey = (database: string, ...args: string[]) => runLatchkey(postgres, database, args)
const latchkeyIn = (environment: Record<string, string>, database: string, ...args: string[]) =>
  runLatchkey(postgres, database, args, environment)

it('a restored backup revives no session, sends no mail twice, and the audit log says where its gap is', async () => {
  const mail = await startSmtpServer()
  // Nothing listens there: mails wait.
  await mail.stop()
  const before = await startServer(postgres.socketUrl('app'), postgres.socketUrl('owner'), { SMTP_URL: mail.url })
  await before.untilReady()
  const { data } = (await (await before.signIn()).json()) as { data: { token: string } }
  expect((await before.whoAmI(data.token)).status).toBe(200)
  const askForMail = (server: typeof before) => server.ask(forgotPassword, undefined, { email: person.email })
  expect((await askForMail(before)).status).toBe(202)

  const folder = path.join(postgres.directory, 'backups')
  const first = await latchkey('app', 'backup', folder)
  expect(first.said.trim()).toMatch(/backup-app-\S+Z\.dump$/)
  const file = first.said.trim()
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const manifest = JSON.parse(await readFile(`${file}.json`, 'utf8'))
  expect(manifest.head).toMatch(/^[1-9]\d*:[\da-f]{64}$/)

  // The waiting mail goes out, and the session ends: neither is in the backup.
  await mail.restart()
  await until(() => mail.mails.length > 0)
  expect((await before.ask({ method: 'DELETE', path: '/api/sessions/sign_out' }, data.token)).status).toBe(204)
  expect((await before.whoAmI(data.token)).status).toBe(401)
  expect(await before.server.kill('SIGTERM')).toBe(0)
  const sent = mail.mails.length

  await postgres.sql('create database again owner owner')
  const restored = await latchkey('again', 'restore', file)
  expect(restored, restored.said).toMatchObject({ code: 0 })
  const [seq] = manifest.head.split(':')
  expect(restored.said).toContain(`A backup that ends with seal ${seq} was restored on `)
  await postgres.sql(await readFile(path.resolve(import.meta.dirname, '../../prisma/roles.sql'), 'utf8'), 'again')

  const after = await startServer(postgres.socketUrl('app', 'again'), postgres.socketUrl('owner', 'again'), {
    SMTP_URL: mail.url,
  })
  await after.untilReady()
  expect((await after.whoAmI(data.token)).status).toBe(401)
  expect((await after.signIn()).status).toBe(200)
  expect((await askForMail(after)).status).toBe(202)
  // The one from before the backup does not come again, only the new one.
  const again = () => mail.mails.slice(sent).filter(({ subject }) => subject === mail.mails[0]?.subject)
  await until(() => again().length > 0)
  expect(again()).toHaveLength(1)
  expect((await latchkey('again', 'audit', 'verify')).said).toContain(
    `A backup that ends with seal ${seq} was restored on `,
  )
  expect(await after.server.kill('SIGTERM')).toBe(0)
  await mail.stop()
})

it('a restore that fails in the middle leaves an empty database, and a full one is refused', async () => {
  const folder = path.join(postgres.directory, 'cut')
  const file = (await latchkey('app', 'backup', folder)).said.trim()
  await postgres.sql('create database broken owner owner')
  // A type of that name makes the dump's own fail, after much of it was read.
  await postgres.sql('create type public.sessions as (a integer)', 'broken')
  const failed = await latchkey('broken', 'restore', file)
  expect(failed).toMatchObject({ code: 1, said: expect.stringContaining('psql failed') })
  const { rows } = await postgres.sql(
    `select count(*)::integer as count from pg_tables where schemaname in ('public', 'pgboss')`,
    'broken',
  )
  expect(rows).toEqual([{ count: 0 }])
  expect((await latchkey('app', 'restore', file)).said).toContain('The database is not empty')
})

it('a restore whose pg_restore fails at its very end leaves an empty database', async () => {
  const file = (await latchkey('app', 'backup', path.join(postgres.directory, 'late'))).said.trim()
  const programs = path.join(postgres.directory, 'programs')
  await mkdir(programs)
  await writeFile(path.join(programs, 'pg_restore'), '#!/bin/sh\n/usr/bin/pg_restore "$@"; exit 3\n', { mode: 0o755 })
  for (const attempt of ['one', 'two', 'three']) {
    await postgres.sql(`create database late_${attempt} owner owner`)
    const failed = await latchkeyIn({ PATH: `${programs}:${process.env.PATH}` }, `late_${attempt}`, 'restore', file)
    expect(failed).toMatchObject({ code: 1, said: expect.stringContaining('pg_restore failed') })
    const { rows } = await postgres.sql(
      `select count(*)::integer as count from pg_tables where schemaname in ('public', 'pgboss')`,
      `late_${attempt}`,
    )
    expect(rows).toEqual([{ count: 0 }])
  }
})

it('keeps as many as it is told, and no part of one that failed', async () => {
  const folder = path.join(postgres.directory, 'kept')
  await mkdir(folder)
  for (const day of ['01', '02', '03'])
    for (const end of ['', '.json'])
      await writeFile(path.join(folder, `backup-app-2020-01-${day}T00-00-00Z.dump${end}`), '')
  await writeFile(path.join(folder, 'notes.txt'), '')
  const { said } = await latchkey('app', 'backup', folder, '--keep', '2')
  const newest = path.basename(said.trim())
  expect((await readdir(folder)).sort()).toEqual(
    [
      'backup-app-2020-01-03T00-00-00Z.dump',
      'backup-app-2020-01-03T00-00-00Z.dump.json',
      newest,
      `${newest}.json`,
      'notes.txt',
    ].sort(),
  )
  const programs = path.join(postgres.directory, 'half')
  await mkdir(programs)
  await writeFile(path.join(programs, 'pg_dump'), '#!/bin/sh\n/usr/bin/pg_dump "$@" | head --bytes=1000; exit 3\n', {
    mode: 0o755,
  })
  const failed = await latchkeyIn({ PATH: `${programs}:${process.env.PATH}` }, 'app', 'backup', folder)
  expect(failed).toMatchObject({ code: 1, said: expect.stringContaining('pg_dump failed') })
  expect(await readdir(folder)).toHaveLength(5)
})
