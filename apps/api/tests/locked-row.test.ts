import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { expect, it } from 'vitest'
import { testApi } from '../testing/test.ts'

const api = await testApi({ impatient: true })
const answeredWithinMs = 5_000

const waitingBackends = async () => {
  const [row] = await api.db.$queryRaw<[{ count: number }]>`
    select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
  return row.count
}

it('while the row of one account stays locked, its changes are 503 within five seconds, and other people notice nothing', async () => {
  const [locked, other] = await Promise.all([api.createUser(), api.createUser()])
  const { caller } = await api.signIn(locked)
  const answers = await api.db.$transaction(
    async tx => {
      await tx.$queryRaw`select 1 as x from users where id = ${locked.id}::uuid for update`
      const began = performance.now()
      const changes = Array.from({ length: 14 }, async (_, at) => {
        const { status } = await (at % 2 ? api.call(signIn, locked) : api.call(signOut, {}, caller))
        return { status, tookMs: performance.now() - began }
      })
      // Each of these would wait for a connection if the others held all of them.
      for (let round = 0; round < 5; round++) {
        const signedIn = await api.signIn(other)
        expect((await api.call(currentSession, {}, signedIn.caller)).status).toBe(200)
      }
      return Promise.all(changes)
    },
    { timeout: 20_000 },
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]))
  // Twice as long on a busy machine.
  expect(Math.max(...answers.map(({ tookMs }) => tookMs))).toBeLessThan(2 * answeredWithinMs)
  expect(await waitingBackends()).toBe(0)
  expect((await api.call(currentSession, {}, caller)).status).toBe(200)
  await api.deliver()
})
