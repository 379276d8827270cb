import { live, ready } from '@latchkey/contracts/platform/health'
import { describe, expect, it } from 'vitest'
import { testApi } from '../../../testing/test.ts'

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
})
