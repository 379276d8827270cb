import { currentSession } from '@latchkey/contracts/auth/sessions'
import type { Caller } from './call-endpoint.ts'
import type { TestApi } from './test-api.ts'
import { until } from './until.ts'

/** Asks until the answer comes from memory: the replica then receives the announcements. */
export async function warm(replica: TestApi, caller: Caller): Promise<void> {
  await until(async () => {
    replica.queries.length = 0
    const { status } = await replica.call(currentSession, {}, caller)
    if (status !== 200) throw new Error(`warming up answered ${status}`)
    return replica.queries.length === 0
  })
}
