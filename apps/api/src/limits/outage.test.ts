import { describe, expect, it } from 'vitest'
import type { Deps } from '../deps.ts'
import { unavailable } from '../errors.ts'
import { testApi } from '../testing/test.ts'
import { guess } from './service.ts'

const api = await testApi({ limits: true })
const counters = { 'sign-in to an address': 'ada@example.com' }
const count = async () => (await api.db.limit.findFirst())?.count

/** The database, which takes nothing back for as long as `isAway` says so. */
const failing =
  (isAway: () => boolean): Deps['prepared'] =>
  (statement, values) =>
    statement.name === 'give back tries' && isAway()
      ? Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }))
      : api.deps.prepared(statement, values)

describe('a try that was under way when the database went', () => {
  it('is given back when it is there again', async () => {
    let isAway = true
    const prepared = failing(() => isAway)
    const refused = guess({ ...api.deps, prepared }, counters, () => Promise.reject(unavailable()))
    await expect(refused).rejects.toMatchObject({ code: 'unavailable' })
    expect(await count()).toBe(1)
    isAway = false
    await expect.poll(count).toBe(0)
  })
})
