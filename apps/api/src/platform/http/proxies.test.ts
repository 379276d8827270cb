import { once } from 'node:events'
import { request } from 'node:http'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { expect, it } from 'vitest'
import { testApi } from '../../../testing/test.ts'

const api = await testApi({ environment: { TRUST_PROXY: 'loopback, 10.0.0.0/8, 2001:db8:ffff::/48' } })

it.each([
  ['203.0.113.9', '203.0.113.9'],
  ['203.0.113.9:51234', '203.0.113.9'],
  ['203.0.113.9:51234, 10.1.2.3:40110', '203.0.113.9'],
  ['198.51.100.1, 203.0.113.9:51234, 10.1.2.3:40110, 10.9.9.9', '203.0.113.9'],
  ['2001:db8::9, [2001:db8:ffff::1]:40110', '2001:db8::9'],
  ['[2001:db8::9]:51234, [2001:db8:ffff::1], 10.1.2.3', '2001:db8::9'],
  ['203.0.113.9,10.1.2.3:40110', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['"[2001:db8::9]:4711", "10.1.2.3:40110"', '2001:db8::9'],
  // What is no address, as proxies write it that hide the client, or as a stranger may write it.
  ['unknown', '127.0.0.1'],
  ['_hidden, 10.1.2.3', '127.0.0.1'],
  ['for="[2001:db8::9]:4711"', '127.0.0.1'],
  ['Call 555 now: evil.example', '127.0.0.1'],
  ['203.0.113.9, ', '203.0.113.9'],
])('behind proxies, X-Forwarded-For: %s comes from %s', async (forwarded, client) => {
  api.logLines.length = 0
  const { data } = await api.call(signIn, await api.createUser(), { headers: { 'x-forwarded-for': forwarded } })
  expect(data.session.ip).toBe(client)
  expect(api.logLines.join('')).toContain(`"ip":"${client}"`)
  await api.deliver()
})

it('several lines of X-Forwarded-For are one list', async () => {
  const address = new URL(await api.app.listen({ host: '127.0.0.1', port: 0 }))
  api.logLines.length = 0
  const headers = { 'x-forwarded-for': ['198.51.100.1', '203.0.113.9', '10.1.2.3'] }
  const asked = request(address, { headers }).end()
  await once(asked, 'response')
  expect(api.logLines.join('')).toContain('"ip":"203.0.113.9"')
})

it('the address of a proxy that is not ours counts as the client, with its port or without', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.9, 192.0.2.1:40110' }
  expect((await api.call(signIn, await api.createUser(), { headers })).data.session.ip).toBe('192.0.2.1')
  await api.deliver()
})
