import { changePassword } from '@latchkey/contracts/auth/account'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { revokeOtherSessions, revokeSession } from '@latchkey/contracts/auth/devices'
import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import { ready } from '@latchkey/contracts/platform/health'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, onTestFinished } from 'vitest'
import { fillQueue, postgresWithSmallQueue } from '../../../../testing/full-queue.ts'
import { startTestApi, type TestApi } from '../../../../testing/test-api.ts'
import { until } from '../../../../testing/until.ts'
import { warm } from '../../../../testing/warm.ts'

/** Between two beats pass 250 ms. A busy machine gets four times as long. */
const withinABeatMs = 1000

let postgres: Awaited<ReturnType<typeof postgresWithSmallQueue>>
let api: TestApi
let other: TestApi

beforeAll(async () => {
  postgres = await postgresWithSmallQueue()
  const start = () => startTestApi(inject('template'), { url: postgres.url, follows: true })
  api = await start()
  other = await start()
})

afterAll(async () => {
  await api.close()
  await other.close()
  await postgres.close()
})

async function signedInTwice() {
  const user = await api.createUser()
  const [own, elsewhere] = [await api.signIn(user), await api.signIn(user)]
  for (const replica of [api, other]) for (const { caller } of [own, elsewhere]) await warm(replica, caller)
  return { user, own, elsewhere }
}

/** How long until the other server refuses this caller. */
async function refusedAfterMs(caller: { token?: string }): Promise<number> {
  const from = performance.now()
  await until(async () => (await other.call(currentSession, {}, caller)).status === 401)
  return performance.now() - from
}

describe('a full queue of notifications', () => {
  let people: Awaited<ReturnType<typeof signedInTwice>>
  let emptyQueue: () => Promise<void>

  beforeEach(async () => {
    people = await signedInTwice()
    emptyQueue = await fillQueue(postgres.url)
  })

  afterEach(() => emptyQueue())

  it('prevents no one from ending a session, and each other server learns of it within a beat', async () => {
    const { user, own, elsewhere } = people
    const { id } = elsewhere.session
    expect((await api.call(revokeSession, { id }, own.caller)).status).toBe(200)
    expect(await refusedAfterMs(elsewhere.caller)).toBeLessThan(withinABeatMs)

    const { data } = await api.call(confirm, { password: user.password }, own.caller)
    const confirmed = { token: data.token ?? '' }
    const passwords = { currentPassword: user.password, newPassword: 'another horse battery' }
    const changed = await api.call(changePassword, passwords, confirmed)
    expect(changed.status).toBe(200)
    const last = { token: changed.data.token ?? '' }
    expect((await api.call(revokeOtherSessions, {}, last)).status).toBe(200)
    expect((await api.call(signOut, {}, last)).status).toBe(204)
    expect(await refusedAfterMs(last)).toBeLessThan(withinABeatMs)
    expect((await api.call(ready, {})).status).toBe(200)
  })

  it('hides no revocation by SQL from a server', async () => {
    await api.db.$executeRaw`update sessions set revoked_at = now() where id = ${people.own.session.id}::uuid`
    expect(await refusedAfterMs(people.own.caller)).toBeLessThan(withinABeatMs)
    await api.db.$executeRaw`delete from users where id = ${people.user.id}::uuid`
    expect(await refusedAfterMs(people.elsewhere.caller)).toBeLessThan(withinABeatMs)
  })

  it('raises an alarm in the log, and answers come from memory again once it is empty', async () => {
    const isLogged = (event: string) => api.logLines.some(line => line.includes(`"${event}"`))
    await until(() => isLogged('notify_queue_fills'))
    const { caller } = people.own
    await emptyQueue()
    emptyQueue = async () => {}
    await warm(other, caller)
    await until(() => isLogged('notify_queue_emptied'))
    await api.call(signOut, {}, caller)
    expect(await refusedAfterMs(caller)).toBeLessThan(withinABeatMs)
  })
})

describe('a revocation of very many sessions at once', () => {
  it('does not fill the queue itself', async () => {
    const { user, own } = await signedInTwice()
    await api.db.$executeRaw`
      insert into sessions (id, user_id, token_hash, delivery, remembered, methods, created_at, authenticated_at, last_seen_at, expires_at)
      select gen_random_uuid(), ${user.id}::uuid, sha256(gen_random_uuid()::text::bytea), 'bearer', false, '{pwd}', now(), now(), now(), now() + '1 hour'
      from generate_series(1, 8000)`
    onTestFinished(() => void api.db.session.deleteMany())
    await api.db.$executeRaw`update sessions set revoked_at = now()`
    expect(await refusedAfterMs(own.caller)).toBeLessThan(withinABeatMs)
  })
})
