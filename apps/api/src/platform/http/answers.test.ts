import { changeName } from '@latchkey/contracts/auth/account'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { endpoints } from '@latchkey/contracts/endpoints'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testApi } from '../../../testing/test.ts'

const api = await testApi({ environment: { APP_URL: 'https://app.example.com' } })
const { caller } = await api.signIn(await api.createUser())
const headers = { authorization: `Bearer ${caller.token}` }
const reads = endpoints
  .filter(({ method, path }) => method === 'GET' && !path.endsWith('/events'))
  .map(({ path }) => path.replace(':id', crypto.randomUUID()))

describe('an answer of the API', () => {
  it('is JSON in UTF-8 and says so, also if the request asks for a script', async () => {
    for (const url of [...reads, '/api/nowhere'])
      for (const query of ['', '?callback=alert&jsonp=alert&format=js']) {
        const answer = await api.app.inject({ url: url + query, headers: { ...headers, accept: 'text/javascript' } })
        expect(answer.headers['content-type'], url).toMatch(/^application\/(problem\+)?json; charset=utf-8$/)
        expect(answer.headers['x-content-type-options']).toBe('nosniff')
        expect(() => JSON.parse(answer.body)).not.toThrow()
      }
  })

  it('returns any text exactly as it was given', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), async name => {
        fc.pre(changeName.body?.safeParse({ name }).success === true)
        const { status, data } = await api.call(changeName, { name }, caller)
        expect([status, data.name]).toEqual([200, changeName.body?.safeParse({ name }).data?.name])
        expect((await api.call(currentSession, {}, caller)).data.user.name).toBe(data.name)
      }),
      { numRuns: 50 },
    )
  })

  it('does not show what software the server uses', async () => {
    for (const url of [...reads, '/api/nowhere', '/login', '/%']) {
      const answer = await api.app.inject({ url, headers })
      for (const name of ['server', 'x-powered-by', 'via', 'x-runtime']) expect(answer.headers).not.toHaveProperty(name)
      expect(answer.body).not.toMatch(/fastify|node\.?js|pino|\bnode_modules|\bat .*\.ts:/i)
    }
  })
})
