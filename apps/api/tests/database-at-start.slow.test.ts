import { once } from 'node:events'
import { connectForTest, createTestDatabase, limitedTo } from '@latchkey/database/testing'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { spawnServer, temporaryDataDir } from '../testing/server-process.ts'

const start = async (DATABASE_URL: string) => spawnServer({ DATABASE_URL, DATA_DIR: await temporaryDataDir() })

/** The address of a test database with one more default. */
async function databaseWith(setting: string): Promise<string> {
  const { url, drop } = await createTestDatabase(inject('template'), { isHostile: false })
  onTestFinished(drop)
  const client = await connectForTest(url)
  await client.query(`alter database "${new URL(url).pathname.slice(1)}" set ${setting}`)
  await client.end()
  return url
}

describe('a start waits, and a warning says why', () => {
  const own = () => new URL(inject('template').adminUrl)
  const wrongPassword = () => Object.assign(own(), { password: 'wrong' }).href
  const securedUrl = () => `${own().href.replace('sslmode=disable', 'sslmode=verify-full')}`

  it.each([
    ['a socket that is not there', () => 'postgresql:///app?host=/run/not-there', 'nothing listens at its address'],
    ['a wrong password', wrongPassword, 'it refuses this server'],
    ['a server without TLS', securedUrl, 'TLS failed'],
  ])('for %s', async (_, url, reason) => {
    const server = await start(url())
    while (!server.printed().includes(reason)) await once(server.child.stdout as NodeJS.ReadableStream, 'data')
    const ready = await fetch(`${server.address}/api/health/ready`)
    expect([ready.status, ready.headers.get('retry-after')]).toEqual([503, '1'])
    expect(server.child.exitCode).toBeNull()
    expect(await server.kill('SIGTERM')).toBe(0)
  })
})

it('a start on a database where triggers do not run is refused by a sentence', async () => {
  const server = await start(await databaseWith('session_replication_role = replica'))
  await once(server.child, 'exit')
  expect(server.child.exitCode).toBe(1)
  expect(server.printed()).toContain('session_replication_role is replica. No trigger would announce')
  expect(server.printed()).not.toContain('    at ')
})

it('a start with a role from which row-level security hides rows is refused by a sentence', async () => {
  const { url, drop } = await createTestDatabase(inject('template'), { isHostile: false })
  const limited = await limitedTo('latchkey_api', url)
  onTestFinished(() => limited.drop().then(drop))
  const owner = await connectForTest(url)
  await owner.query('alter table sessions enable row level security').finally(() => owner.end())
  const server = await spawnServer({
    DATABASE_URL: limited.url,
    DATABASE_DIRECT_URL: url,
    DATA_DIR: await temporaryDataDir(),
  })
  await once(server.child, 'exit')
  expect(server.child.exitCode).toBe(1)
  expect(server.printed()).toMatch(/Row-level security applies to the role \S+ in public\.sessions\./)
  expect(server.printed()).not.toContain('    at ')
})
