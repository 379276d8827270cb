import { ready } from '@latchkey/contracts/platform/health'
import { describe, expect, it } from 'vitest'
import { testApi } from '../../../testing/test.ts'

const api = await testApi()

describe('GET /api/health/ready', () => {
  it('is 503 until the server has started, so that a load balancer sends no one too early', async () => {
    api.deps.startup.isDone = false
    const { status, problem } = await api.call(ready, {})
    expect({ status, fields: problem.fields }).toEqual({ status: 503, fields: { server: 'This part fails.' } })
    api.deps.startup.isDone = true
    expect((await api.call(ready, {})).status).toBe(200)
  })
})
