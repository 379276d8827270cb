import { currentSession } from '@latchkey/contracts/auth/sessions'
import { expect, it } from 'vitest'
import { replicaOf, testApi } from '../../../testing/test.ts'

const api = await testApi()

it('an unexpected error is logged with its stack, and answered without details', async () => {
  const { caller } = await api.signIn(await api.createUser())
  const failing = await replicaOf(api, {
    deps: {
      sessionCache: {
        ...api.deps.sessionCache,
        find: () => {
          throw new TypeError('the cupboard is locked')
        },
      },
    },
  })
  const { problem, response } = await failing.call(currentSession, {}, caller)
  expect(problem).toMatchObject({ status: 500, code: 'internal_error' })
  expect(response.body).not.toContain('cupboard')
  const lines = failing.logLines.map(line => JSON.parse(line)).filter(({ level }) => level === 50)
  expect(lines).toMatchObject([
    {
      requestId: problem.requestId,
      err: { message: 'the cupboard is locked', stack: expect.stringContaining('.ts:') },
    },
  ])
})
