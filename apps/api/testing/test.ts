import { afterAll, inject, onTestFinished } from 'vitest'
import { type Options, startTestApi, type TestApi } from './test-api.ts'

/** The whole API on a database of its own, until the test file ends. */
export async function testApi(options: Options = {}): Promise<TestApi> {
  const api = await startTestApi(inject('template'), options)
  afterAll(() => api.close())
  return api
}

/** Another server, with other settings or dependencies, on the database of `api`, until the test ends. */
export async function replicaOf(api: TestApi, options: Omit<Options, 'url'>): Promise<TestApi> {
  const replica = await startTestApi(inject('template'), { ...options, url: api.url })
  replica.clock.advance(api.clock.now().getTime() - replica.clock.now().getTime())
  onTestFinished(() => replica.close())
  return replica
}
