import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { live, ready } from '@latchkey/contracts/platform/health'
import { connectForTest, limitedTo } from '@latchkey/database/testing'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { replicaOf, testApi } from '../../../testing/test.ts'
import { startTestApi } from '../../../testing/test-api.ts'

const api = await testApi()

describe('HEAD, as uptime checks ask', () => {
  it.each([live.path, ready.path])('is answered for %s as GET is, without a body', async url => {
    const [get, head] = [await api.app.inject({ url }), await api.app.inject({ method: 'HEAD', url })]
    expect([head.statusCode, head.body]).toEqual([200, ''])
    expect(head.headers['content-length']).toBe(get.headers['content-length'])
  })
})

describe('GET /api/health/ready', () => {
  it('is 503 until the server has started, so that a load balancer sends no one too early', async () => {
    api.deps.startup.isDone = false
    const { status, problem } = await api.call(ready, {})
    expect({ status, fields: problem.fields }).toEqual({ status: 503, fields: { server: 'This part fails.' } })
    api.deps.startup.isDone = true
    expect((await api.call(ready, {})).status).toBe(200)
  })

  it.each([
    ['revoke insert on sessions from latchkey_api', /lacks rights: insert on public\.sessions\./],
    ['revoke update on limits from latchkey_api', /lacks rights: update on public\.limits\./],
    ['revoke select on passwords from latchkey_api', /lacks rights: select on public\.passwords\./],
    ['alter table sessions enable row level security', /^Row-level security applies to the role .* public\.sessions\./],
  ])('is 503, and the log says why, while a sign-in would fail: %s', async (sql, reason) => {
    const owner = await startTestApi(inject('template'))
    onTestFinished(() => owner.close())
    const role = await limitedTo('latchkey_api', owner.url)
    onTestFinished(() => role.drop())
    const limited = await replicaOf({ ...owner, url: role.url }, {})
    const user = await owner.createUser()
    const { caller } = await limited.signIn(user)
    expect((await limited.call(ready, {})).status).toBe(200)
    await owner.db.$executeRawUnsafe(sql)
    const answers = [await limited.call(ready, {}), await limited.call(signIn, user)]
    for (const { status, problem, response } of answers)
      expect([status, problem.code, response.headers['retry-after']]).toEqual([503, 'unavailable', '1'])
    // An outage signs no one out.
    expect([200, 503]).toContain((await limited.call(currentSession, {}, caller)).status)
    const logged = limited.logLines.map(line => JSON.parse(line)).filter(({ event }) => event === 'database_hinders')
    expect(logged).toMatchObject([{ level: 50, msg: expect.stringMatching(reason) }])
  })
  it.each([
    [
      'alter table sessions rename column delivery to x',
      signIn,
      /lacks what the migrations made: column public\.sessions\.delivery\./,
    ],
    [
      'alter function announce(text) rename to x',
      signOut,
      /lacks what the migrations made: function public\.announce\(text\)\./,
    ],
    [
      'alter table sessions disable trigger user',
      null,
      /^These triggers are disabled or missing: sessions_announce_update on /,
    ],
  ])('is 503, and the log says why, while a part of the schema is away: %s', async (sql, failing, reason) => {
    const changed = await startTestApi(inject('template'))
    onTestFinished(() => changed.close())
    const user = await changed.createUser()
    const { caller } = await changed.signIn(user)
    expect((await changed.call(ready, {})).status).toBe(200)
    await changed.db.$executeRawUnsafe(sql)
    expect((await changed.call(ready, {})).status).toBe(503)
    if (failing === signIn) expect((await changed.call(signIn, user)).status).not.toBe(200)
    if (failing === signOut) expect((await changed.call(signOut, {}, caller)).status).not.toBe(204)
    const logged = changed.logLines.map(line => JSON.parse(line)).filter(({ event }) => event === 'database_hinders')
    expect(logged).toMatchObject([{ level: 50, msg: expect.stringMatching(reason) }])
  })

  it('is 503 while a table of a sign-in is locked, and all who ask meanwhile wait with one connection', async () => {
    const impatient = await startTestApi(inject('template'), { impatient: true })
    onTestFinished(() => impatient.close())
    const holder = await connectForTest(impatient.url)
    onTestFinished(() => holder.end())
    await holder.query('begin; lock table users in access exclusive mode')
    const answers = await Promise.all(Array.from({ length: 12 }, () => impatient.call(ready, {})))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]))
    expect(impatient.queries.filter(name => name === 'lock tables of a sign-in')).toHaveLength(1)
    await holder.query('rollback')
    expect((await impatient.call(ready, {})).status).toBe(200)
  })
})
