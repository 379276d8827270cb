import { changeLanguage, changeName } from '@latchkey/contracts/auth/account'
import { demandPersonFactor } from '@latchkey/contracts/auth/admin'
import { signUp, verify } from '@latchkey/contracts/auth/sign-up'
import type { Endpoint } from '@latchkey/contracts/endpoint'
import { endpoints } from '@latchkey/contracts/endpoints'
import { expect, it } from 'vitest'
import { createAdmin } from '../../../../testing/admins.ts'
import type { Caller } from '../../../../testing/call-endpoint.ts'
import { codeIn, mailTo } from '../../../../testing/mails.ts'
import { testApi } from '../../../../testing/test.ts'
import { createUserWithApp } from '../../../../testing/totp.ts'

const api = await testApi()

/** What attackers send with a body, in the hope that it is stored. */
const smuggled = {
  role: 'admin',
  roles: ['admin'],
  isAdmin: true,
  is_admin: true,
  admin: true,
  user: { role: 'admin', isAdmin: true },
  data: { role: 'admin' },
  secondFactorSince: '2036-03-01T09:00:00.000Z',
}
const withBody = endpoints.filter(({ body }) => body)
const roles = () => api.db.user.groupBy({ by: ['role'], _count: true, orderBy: { role: 'asc' } })

const send = ({ method, path }: Endpoint, payload: object, { token }: Caller) =>
  api.app.inject({
    method,
    url: path.replace(/:\w+/g, '019ab000-0000-7000-8000-000000000001'),
    headers: { ...(token && { authorization: `Bearer ${token}` }), 'sec-fetch-site': 'same-origin' },
    payload,
  })

it('no call with a body changes any role, by any caller', async () => {
  const person = await createUserWithApp(api)
  const admin = await createAdmin(api)
  const before = await roles()
  for (const endpoint of withBody)
    for (const caller of [{}, person.caller, admin.caller]) {
      const { statusCode } = await send(endpoint, smuggled, caller)
      expect(statusCode, endpoint.path).toBeLessThan(500)
    }
  expect(await roles()).toEqual(before)
})

it.each([
  [changeName, { name: 'Ada' }],
  [changeLanguage, { language: 'de' }],
] as [Endpoint, object][])('a good body of %j is stored without what was smuggled in', async (endpoint, body) => {
  const { caller, user } = await createUserWithApp(api)
  expect((await send(endpoint, { ...body, ...smuggled }, caller)).statusCode).toBe(200)
  expect(await api.db.user.findUniqueOrThrow({ where: { id: user.id } })).toMatchObject({ ...body, role: 'person' })
})

it('an act of an admin gives no role either', async () => {
  const { caller } = await createAdmin(api)
  const { id } = await api.createUser()
  const url = demandPersonFactor.path.replace(':id', id)
  const headers = { authorization: `Bearer ${caller.token}` }
  await api.app.inject({ method: 'PUT', url, headers, payload: { required: true, ...smuggled } })
  const kept = await api.db.user.findUniqueOrThrow({ where: { id } })
  expect(kept.secondFactorRequiredAt).not.toBeNull()
  expect(kept.role).toBe('person')
})

it('an account that begins with it is a person’s', async () => {
  const email = `${crypto.randomUUID()}@example.com`
  const password = 'seven lanterns under a bridge'
  const asked = await send(signUp, { email, password, ...smuggled }, {})
  expect(asked.statusCode).toBe(202)
  const code = codeIn(mailTo(await api.deliver(), email))
  const cookie = asked.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const verified = await api.app.inject({
    method: verify.method,
    url: verify.path,
    headers: { cookie, 'sec-fetch-site': 'same-origin' },
    payload: { code, ...smuggled },
  })
  expect(verified.statusCode).toBeLessThan(300)
  expect(await api.db.user.findUniqueOrThrow({ where: { email } })).toMatchObject({ role: 'person' })
})
