import { signIn } from '@latchkey/contracts/auth/sign-in'
import { live } from '@latchkey/contracts/platform/health'
import { expect, it } from 'vitest'
import { replicaOf, testApi } from '../testing/test.ts'

const api = await testApi()
const poolSize = 2

const busy = async () => {
  const [row] = await api.db.$queryRaw<[{ count: bigint }]>`
    select count(*) from pg_stat_activity where query like 'select pg_sleep(3)%' and datname = current_database()`
  return Number(row.count)
}

it('while all its connections are taken, a server answers 503 within a second and stays alive; then it recovers', async () => {
  const small = await replicaOf(api, { environment: { DATABASE_POOL: String(poolSize) } })
  const user = await api.createUser()
  // A transaction begins at once; a single query begins only when it is awaited.
  const taken = Array.from({ length: poolSize }, () =>
    small.db.$transaction([small.db.$queryRaw`select pg_sleep(3)::text`]),
  )
  await expect.poll(busy).toBe(poolSize)
  const asked = performance.now()
  const [refused, health] = await Promise.all([small.call(signIn, user), small.call(live, {})])
  // A request waits one second for a connection; the rest allows for a slow machine.
  expect(performance.now() - asked).toBeLessThan(1_500)
  expect([refused.status, refused.problem.code, health.status]).toEqual([503, 'unavailable', 200])
  expect(Number(refused.response.headers['retry-after'])).toBeGreaterThan(0)
  await Promise.all(taken)
  expect((await small.call(signIn, user)).status).toBe(200)
  await api.deliver()
})
