import { signUp } from '@latchkey/contracts/auth/sign-up'
import { endpoints } from '@latchkey/contracts/endpoints'
import { expect, it } from 'vitest'
import { cookiesOf } from '../../../testing/call-endpoint.ts'
import { testApi } from '../../../testing/test.ts'

const api = await testApi()

const state = () =>
  Promise.all([
    api.db.user.findMany(),
    api.db.password.findMany(),
    api.db.session.findMany(),
    api.db.device.findMany(),
    api.db.challenge.findMany(),
    api.db.limit.findMany(),
    api.db.auditEvent.findMany(),
    api.db.$queryRaw`select count(*) from pgboss.job`,
  ])

it('GET, HEAD and OPTIONS change nothing, at every endpoint and for every person', async () => {
  const { caller, session } = await api.signIn(await api.createUser(), { delivery: 'cookie' })
  const { response } = await api.call(
    signUp,
    { email: 'new@example.com', password: 'seven lanterns under a bridge' },
    { sameOrigin: true },
  )
  const cookie = [caller.cookie, cookiesOf(response)].join('; ')
  const before = await state()
  for (const { path } of endpoints.filter(({ path }) => !path.endsWith('/events')))
    for (const method of ['GET', 'HEAD', 'OPTIONS'] as const) {
      const url = `${path.replace(':id', session.id)}?password=a&token=b&email=c%40example.com`
      const answer = await api.app.inject({ method, url, headers: { cookie, 'sec-fetch-site': 'same-origin' } })
      expect(answer.statusCode, `${method} ${path}`).toBeLessThan(500)
    }
  expect(await state()).toEqual(before)
})
