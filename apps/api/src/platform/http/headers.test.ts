import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { live } from '@latchkey/contracts/platform/health'
import { describe, expect, it } from 'vitest'
import { replicaOf, testApi } from '../../../testing/test.ts'

const api = await testApi({ environment: { APP_URL: 'https://app.example.com' } })
const user = await api.createUser()

describe('every answer of the API', () => {
  it('forbids caching, sniffing and embedding, and enforces https', async () => {
    const answers = [
      await api.call(signIn, user),
      await api.call(signIn, { ...user, password: 'another password' }),
      await api.call(currentSession, {}),
      { response: await api.app.inject({ url: '/api/nowhere' }) },
      { response: await api.app.inject({ url: '/api/%' }) },
      { response: await api.app.inject({ method: 'POST', url: '/api/reports', payload: '{' }) },
    ]
    for (const { response } of answers)
      expect(response.headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
      })
  })
  it('has these headers, and no others', async () => {
    const everywhere = {
      'cache-control': 'no-store',
      connection: 'keep-alive',
      'content-length': expect.any(String),
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'content-type': 'application/json; charset=utf-8',
      'cross-origin-resource-policy': 'same-origin',
      date: expect.any(String),
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.any(String),
    }
    expect((await api.call(signIn, user)).response.headers).toEqual(everywhere)
    expect((await api.call(currentSession, {})).response.headers).toEqual({
      ...everywhere,
      'content-language': 'en',
      'content-type': 'application/problem+json; charset=utf-8',
      'www-authenticate': 'Bearer',
    })
  })
})

it('https is not enforced on localhost: browsers would then refuse the http of a development server beside it', async () => {
  const local = await replicaOf(api, { environment: { APP_URL: 'https://localhost' } })
  for (const url of [live.path, '/login'])
    expect((await local.app.inject({ url })).headers).not.toHaveProperty('strict-transport-security')
})
