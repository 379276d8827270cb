import { signIn } from '@latchkey/contracts/auth/sign-in'
import { live } from '@latchkey/contracts/platform/health'
import { expect, it } from 'vitest'
import { replicaOf, testApi } from '../testing/test.ts'

const api = await testApi()
const poolSize = 2

const busy = async () => {
  const [row] = await api.db.$queryRaw<[{ count: bigint }]>`
    select count(*) from pg_stat_activity where query like 'select pg_sleep(4)%' and datname = current_database()`
  return Number(row.count)
}

it('while all its connections are taken a server says so within a second, is still alive, and goes on when one is free', async () => {
  const small = await replicaOf(api, { environment: { DATABASE_POOL: String(poolSize) } })
  const user = await api.createUser()
  // Each begins at once; a query by itself begins when somebody waits for it.
  const taken = Array.from({ length: poolSize }, () =>
    small.db.$transaction([small.db.$queryRaw`select pg_sleep(4)::text`]),
  )
  await expect.poll(busy).toBe(poolSize)
  const asked = performance.now()
  const [refused, health] = await Promise.all([small.call(signIn, user), small.call(live, {})])
  // A connection is waited for a second; the rest is for the machine.
  expect(performance.now() - asked).toBeLessThan(1_500)
  expect([refused.status, refused.problem.code, health.status]).toEqual([503, 'unavailable', 200])
  expect(Number(refused.response.headers['retry-after'])).toBeGreaterThan(0)
  await Promise.all(taken)
  expect((await small.call(signIn, user)).status).toBe(200)
  await api.deliver()
})
