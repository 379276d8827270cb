import { signIn } from '@latchkey/contracts/auth/sign-in'
import { expect, inject, it } from 'vitest'
import { refuseSecrets } from '../testing/log-secrets.ts'
import { testApi } from '../testing/test.ts'
import { startTestApi } from '../testing/test-api.ts'
import { testSecret } from '../testing/test-deps.ts'

const api = await testApi()

const given = [testSecret, 'a password of a test', 'say "friend" and enter']

it.each([
  ['a token', `{"url":"/x?token=lk_${'a'.repeat(86)}"}`],
  ['a hash', '{"err":"$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA"}'],
  ['an imported hash', '{"hash":"$2b$10$abcdefghijklmnopqrstuv"}'],
  ['a password', '{"body":{"password":"x"}}'],
  ['a password in text', String.raw`{"err":"{\"newPassword\":\"x\"}"}`],
  ['a password that was given', '{"msg":"a password of a test"}'],
  ['a password with quotes', String.raw`{"msg":"say \"friend\" and enter"}`],
  ['a secret of the server', `{"msg":"${testSecret}"}`],
])('finds %s in a log', (_what, line) => {
  expect(() => refuseSecrets(['{"msg":"incoming request"}', line], given)).toThrow('gives a secret away')
})

it.each([
  ['a password', 'staple battery horse'],
  ['APP_SECRET', testSecret],
])('searches for %s that its server was given', async (_what, secret) => {
  const server = await startTestApi(inject('template'), { url: api.url })
  await server.call(signIn, { email: 'ada@example.com', password: 'staple battery horse' })
  server.deps.log.info({ secret }, 'a mistake')
  await expect(server.close()).rejects.toThrow('gives a secret away')
})

it('checks every line that a server has logged, when it closes', async () => {
  const { caller } = await api.signIn(await api.createUser())
  expect(api.logLines.length).toBeGreaterThan(0)
  api.deps.log.info({ token: caller.token }, 'a mistake')
  await expect(api.close()).rejects.toThrow('gives a secret away')
  api.logLines.length = 0
})
