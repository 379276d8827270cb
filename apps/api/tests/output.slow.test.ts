import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import path from 'node:path'
import { connectForTest, createTestDatabase } from '@latchkey/database/testing'
import { createDataDir } from '@latchkey/database/testing-data-dir'
import { afterAll, beforeAll, expect, inject, it, onTestFinished } from 'vitest'
import { batchSize } from '../src/platform/jobs/purge.ts'
import { compileCache } from '../testing/compile-cache.ts'
import { freePort, postgresPid, temporaryDataDir } from '../testing/server-process.ts'
import { until } from '../testing/until.ts'

const source = path.resolve(import.meta.dirname, '../src')
const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

/** Starts a program with this standard output, which may be a file. */
function start(program: string, args: string[], environment: Record<string, string>, output: number | 'pipe' = 'pipe') {
  const env = { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: compileCache, ...environment }
  const child = spawn(process.execPath, [path.join(source, program), ...args], { env, stdio: ['pipe', output, 'pipe'] })
  children.push(child)
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', text => (errors += text))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { child, ended, errors: () => errors }
}
const latchkey = (args: string[], output: number | 'pipe' = 'pipe') =>
  start('auth/admin/cli.ts', args, { DATA_DIR }, output)

const { path: DATA_DIR, remove } = await createDataDir({ mode: 0o700 })
afterAll(remove)
beforeAll(async () => {
  const { child, ended } = latchkey(['user', 'create', 'ada@example.com'])
  child.stdin?.end('a password of Ada that is long')
  expect(await ended).toBe(0)
})
const expectNoPostgres = () => expect(postgresPid(DATA_DIR)).rejects.toThrow('ENOENT')

it('a command whose reader has gone ends quietly, as in `user list | head -1`, and leaves no Postgres behind', async () => {
  const { child, ended, errors } = latchkey(['user', 'list'])
  child.stdout?.destroy()
  expect([await ended, errors()]).toEqual([0, ''])
  await expectNoPostgres()
})

it('a list whose reader has gone reads no further', async () => {
  const database = await createTestDatabase(inject('template'))
  onTestFinished(() => database.drop())
  const db = await connectForTest(database.url)
  onTestFinished(() => db.end())
  await db.query(`insert into users (id, email, created_at, updated_at)
    select gen_random_uuid(), n || '@example.com', now(), now() from generate_series(1, ${5 * batchSize}) n`)
  // So that Postgres reads pages by the index.
  await db.query('analyze users')
  const rowsRead = async () => {
    const { rows } = await db.query("select * from pg_stat_user_tables where relname = 'users'")
    return Number(rows[0].seq_tup_read) + Number(rows[0].idx_tup_fetch)
  }
  const before = await rowsRead()
  const environment = { DATABASE_URL: database.url, DATA_DIR: await temporaryDataDir() }
  const { child, ended, errors } = start('auth/admin/cli.ts', ['user', 'list'], environment)
  child.stdout?.destroy()
  expect([await ended, errors()]).toEqual([0, ''])
  // A connection counts what it read as it ends.
  await until(async () => (await rowsRead()) - before >= batchSize)
  const others =
    "select from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()"
  await until(async () => (await db.query(others)).rowCount === 0)
  expect((await rowsRead()) - before).toBeLessThan(3 * batchSize)
})

it('a command that cannot write its lines says so in one sentence, and leaves no Postgres behind', async () => {
  const { ended, errors } = latchkey(['user', 'list'], openSync('/dev/full', 'w'))
  expect([await ended, errors()]).toEqual([1, expect.stringMatching(/^latchkey: The output .*ENOSPC.*\n$/)])
  await expectNoPostgres()
})

it.each([
  ['SIGINT', 130],
  ['SIGHUP', 129],
] as const)('a command that gets %s leaves no Postgres behind', async (signal, code) => {
  // It waits for a password on its standard input.
  const { child, ended, errors } = latchkey(['user', 'create', 'eve@example.com'])
  await until(() => postgresPid(DATA_DIR).then(Boolean, () => false))
  // A terminal and a package manager may both send it.
  for (let count = 0; count < 2; count++) child.kill(signal)
  expect([await ended, errors()]).toEqual([code, ''])
  await expectNoPostgres()
})

it.each(['a reader that has gone', 'a disk that is full'])('%s ends no server', async output => {
  const database = await createTestDatabase(inject('template'))
  onTestFinished(() => database.drop())
  const PORT = String(await freePort())
  const environment = { DATABASE_URL: database.url, DATA_DIR: await temporaryDataDir(), PORT, LOG_LEVEL: 'info' }
  const isPipe = output === 'a reader that has gone'
  const { child, ended, errors } = start('main.ts', [], environment, isPipe ? 'pipe' : openSync('/dev/full', 'w'))
  child.stdout?.destroy()
  const ask = (path: string) =>
    fetch(`http://127.0.0.1:${PORT}${path}`).then(
      ({ status }) => status,
      () => 0,
    )
  await until(async () => child.exitCode !== null || (await ask('/api/health/ready')) === 200)
  // Each of these writes to the log.
  for (let count = 0; count < 3; count++) expect(await ask('/api/restricted/session')).toBe(401)
  child.kill('SIGTERM')
  expect([await ended, errors()]).toEqual([0, ''])
})
