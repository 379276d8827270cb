import { expect, it } from 'vitest'
import { days } from '../../../testing/movable-clock.ts'
import { testApi } from '../../../testing/test.ts'
import { findEndingBy } from './service.ts'

const api = await testApi()

it('finds all challenges that end, so that the first cannot keep the others from their turn', async () => {
  const createdAt = api.clock.now()
  const until = new Date(createdAt.getTime() + days(1))
  const data = Array.from({ length: 501 }, () => ({
    purpose: 'factor_reset',
    payload: {},
    createdAt,
    expiresAt: until,
  }))
  await api.db.challenge.createMany({ data })
  const found = new Set<string>()
  for await (const { id } of findEndingBy(api.deps, 'factor_reset', { until })) found.add(id)
  expect(found.size).toBe(501)
})
