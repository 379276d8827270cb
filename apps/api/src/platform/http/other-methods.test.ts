import { revokeSession } from '@latchkey/contracts/auth/devices'
import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { endpoints } from '@latchkey/contracts/endpoints'
import { live } from '@latchkey/contracts/platform/health'
import type { InjectOptions } from 'fastify'
import { describe, expect, it } from 'vitest'
import { testApi } from '../../../testing/test.ts'

const api = await testApi()
const { caller } = await api.signIn(await api.createUser())
const authorization = `Bearer ${caller.token}`
const ask = (method: string, url: string, options: InjectOptions = {}) =>
  api.app.inject({ method: method as 'GET', url, ...options, headers: { authorization, ...options.headers } })

describe('a known path with another method', () => {
  it.each(['PUT', 'PATCH', 'DELETE', 'TRACE', 'HEAD', 'GET'])('%s: 405, with those that it takes', async method => {
    const { statusCode, headers, body } = await ask(method, signIn.path)
    expect([statusCode, headers.allow]).toEqual([405, 'POST, OPTIONS'])
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8')
    if (method !== 'HEAD') expect(JSON.parse(body)).toMatchObject({ status: 405, code: 'method_not_allowed' })
  })

  it.each([
    [live.path, 'GET, HEAD, OPTIONS'],
    [signOut.path, 'DELETE, OPTIONS'],
    [currentSession.path, 'GET, HEAD, OPTIONS'],
    [revokeSession.path.replace(':id', '1'), 'POST, OPTIONS'],
    ['/api/restricted/email/change', 'POST, GET, HEAD, DELETE, OPTIONS'],
    ['/.well-known/change-password', 'GET, HEAD, OPTIONS'],
  ])('is answered for OPTIONS: %s takes %s', async (url, allow) => {
    const { statusCode, headers, body } = await ask('OPTIONS', url)
    expect([statusCode, headers.allow, body]).toEqual([204, allow, ''])
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  })

  it('is refused before its body is read', async () => {
    const payload = 'a'.repeat(20_000)
    const { statusCode } = await ask('POST', live.path, { payload, headers: { 'content-type': 'text/plain' } })
    expect(statusCode).toBe(405)
  })

  it('tells a stranger nothing about restricted paths, and another site nothing at all', async () => {
    for (const method of ['PUT', 'OPTIONS']) {
      const { statusCode, headers } = await api.app.inject({ method: method as 'PUT', url: currentSession.path })
      expect([statusCode, headers.allow]).toEqual([401, undefined])
    }
    const foreign = await ask('PUT', signIn.path, { headers: { origin: 'https://evil.example' } })
    expect([foreign.statusCode, foreign.headers.allow]).toEqual([403, undefined])
  })

  it('is none where the contract has it: every endpoint takes its own method', async () => {
    for (const { method, path } of endpoints.filter(({ path }) => !/events$|^\/api\/dev\//.test(path)))
      expect((await ask(method, path.replace(':id', '1'))).statusCode, `${method} ${path}`).not.toBe(405)
  })
})
