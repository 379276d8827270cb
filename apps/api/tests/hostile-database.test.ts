import { changePassword } from '@latchkey/contracts/auth/account'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { connectForTest, createTestDatabase } from '@latchkey/database/testing'
import { expect, inject, it, onTestFinished } from 'vitest'
import { signInConfirmed } from '../testing/confirmed.ts'
import { startTestApi } from '../testing/test-api.ts'

/** A server on a database with defaults that would make it unsafe if it relied on them. */
async function hostileApi({ zone, environment = {} }: { zone?: string; environment?: Record<string, string> } = {}) {
  const database = await createTestDatabase(inject('template'))
  onTestFinished(() => database.drop())
  if (zone) {
    const client = await connectForTest(database.url)
    await client.query(`alter database "${new URL(database.url).pathname.slice(1)}" set TimeZone = '${zone}'`)
    await client.end()
  }
  const api = await startTestApi(inject('template'), { url: database.url, environment })
  onTestFinished(() => api.close())
  return api
}

it.each(['America/Los_Angeles', 'Europe/Berlin', 'Asia/Kolkata'])(
  'a session lives as long as it should with TimeZone %s',
  async zone => {
    const api = await hostileApi({ zone, environment: { SESSION_LIFETIME: '20s', SESSION_IDLE: '20s' } })
    const { caller } = await api.signIn(await api.createUser())
    api.clock.advance(19_000)
    expect((await api.call(currentSession, {}, caller)).status).toBe(200)
    api.clock.advance(1_000)
    expect((await api.call(currentSession, {}, caller)).problem).toMatchObject({
      code: 'session_ended',
      reason: 'expired',
    })
    await api.deliver()
  },
)

it('no sign-in with the old password survives a change of the password that it raced', async () => {
  const atOnce = 7
  // One connection for each request. One that waits for a connection does not race.
  const api = await hostileApi({ environment: { DATABASE_POOL: String(atOnce + 2) } })
  const newPassword = 'another horse battery'
  let raced = 0
  // On a busy machine a request may wait too long for a connection, and then does not race. Such a round shows nothing.
  for (let round = 0; raced < 6; round++) {
    expect(round, 'no change of a password was answered in time').toBeLessThan(60)
    const user = await api.createUser()
    const { caller, session } = await signInConfirmed(api, user)
    const [changed, ...signedIn] = await Promise.all([
      api.call(changePassword, { currentPassword: user.password, newPassword }, caller),
      ...Array.from({ length: atOnce - 1 }, () => api.call(signIn, user)),
    ])
    for (const { status } of [changed, ...signedIn]) expect([200, 401, 503]).toContain(status)
    if (changed.status !== 200) continue
    if (signedIn.some(({ status }) => status !== 503)) raced += 1
    const living = await api.db.session.findMany({ where: { userId: user.id, revokedAt: null }, select: { id: true } })
    expect(living).toEqual([{ id: session.id }])
  }
  await api.deliver()
})
