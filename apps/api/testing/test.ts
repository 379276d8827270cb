import { afterAll, inject, onTestFinished } from 'vitest'
import { startTestApi, type TestApi } from './test-api.ts'
import type { Options } from './test-deps.ts'

/** Starts the whole API on its own database; it closes when the test file ends. */
export async function testApi(options: Options = {}): Promise<TestApi> {
  const api = await startTestApi(inject('template'), options)
  afterAll(() => api.close())
  return api
}

/** Starts another server, with other settings or dependencies, on the database of `api`; it closes when the test ends. */
export async function replicaOf(api: TestApi, options: Omit<Options, 'url'>): Promise<TestApi> {
  const replica = await startTestApi(inject('template'), { ...options, url: api.url })
  replica.clock.advance(api.clock.now().getTime() - replica.clock.now().getTime())
  onTestFinished(() => replica.close())
  return replica
}
