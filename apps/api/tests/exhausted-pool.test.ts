import { signIn } from '@latchkey/contracts/auth/sign-in'
import { live } from '@latchkey/contracts/platform/health'
import { expect, it } from 'vitest'
import { replicaOf, testApi } from '../testing/test.ts'
import type { TestApi } from '../testing/test-api.ts'

const api = await testApi()
const poolSize = 2

/** Takes a connection, and keeps it until the returned function is called. */
async function take({ db }: TestApi): Promise<() => Promise<void>> {
  const taken = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  const done = db.$transaction(async tx => {
    await tx.$queryRaw`select 1`
    taken.resolve()
    await released.promise
  })
  await taken.promise
  return () => {
    released.resolve()
    return done
  }
}

it('while all its connections are taken, a server answers 503 within a second and stays alive; then it recovers', async () => {
  const small = await replicaOf(api, { environment: { DATABASE_POOL: String(poolSize) }, impatient: true })
  const user = await api.createUser()
  const taken = []
  for (let count = 0; count < poolSize; count++) taken.push(await take(small))
  const asked = performance.now()
  const [refused, health] = await Promise.all([small.call(signIn, user), small.call(live, {})])
  // A request waits one second for a connection; the rest allows for a busy machine. A query may take five.
  expect(performance.now() - asked).toBeLessThan(4_500)
  expect([refused.status, refused.problem.code, health.status]).toEqual([503, 'unavailable', 200])
  expect(Number(refused.response.headers['retry-after'])).toBeGreaterThan(0)
  for (const giveBack of taken) await giveBack()
  expect((await small.call(signIn, user)).status).toBe(200)
  await api.deliver()
})
