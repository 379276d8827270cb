import { live, ready } from '@latchkey/contracts/platform/health'
import { limitedTo } from '@latchkey/database/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { replicaOf, testApi } from '../../../testing/test.ts'

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
    [
      'row-level security hides the people',
      'alter table users enable row level security',
      /^Row-level security hides rows/,
    ],
    [
      'a right is missing',
      'revoke select on passwords from latchkey_api',
      /lacks rights: select on public\.passwords\./,
    ],
  ])('is 503, and the log says why, while sign-in would fail because %s', async (_, sql, reason) => {
    const limited = await limitedTo('latchkey_api', api.url)
    onTestFinished(limited.drop)
    const replica = await replicaOf({ ...api, url: limited.url }, {})
    expect((await replica.call(ready, {})).status).toBe(200)
    await api.db.$executeRawUnsafe(sql)
    onTestFinished(async () => void (await api.db.$executeRawUnsafe('alter table users disable row level security')))
    const { status, problem } = await replica.call(ready, {})
    expect({ status, fields: problem.fields }).toEqual({ status: 503, fields: { database: 'This part fails.' } })
    const logged = replica.logLines.map(line => JSON.parse(line)).filter(({ event }) => event === 'database_hinders')
    expect(logged).toMatchObject([{ level: 50, msg: expect.stringMatching(reason) }])
  })
})
