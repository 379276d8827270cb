import { expect, it } from 'vitest'
import { refuseSecrets } from './log-secrets.ts'
import { testApi } from './test.ts'

const api = await testApi()

// evidence: bug-38
it.each([
  ['a token', `{"url":"/x?token=lk_${'a'.repeat(86)}"}`],
  ['a hash', '{"err":"$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA"}'],
  ['an imported hash', '{"hash":"$2b$10$abcdefghijklmnopqrstuv"}'],
  ['a password', '{"body":{"password":"x"}}'],
])('finds %s in a log', (_what, line) => {
  expect(() => refuseSecrets(['{"msg":"incoming request"}', line])).toThrow('gives a secret away')
})

// evidence: V16.2.5 bug-38
it('reads every line that a server has logged, when it closes', async () => {
  const { caller } = await api.signIn(await api.createUser())
  expect(api.logLines.length).toBeGreaterThan(0)
  api.deps.log.info({ token: caller.token }, 'a mistake')
  await expect(api.close()).rejects.toThrow('gives a secret away')
  api.logLines.length = 0
})
