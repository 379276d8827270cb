import type { FastifyRequest } from 'fastify'
import { describe, expect, it } from 'vitest'
import { isApi, isHealth, targetOf } from './path.ts'

const unmatched = (url: string) => ({ url, routeOptions: { url: undefined } }) as unknown as FastifyRequest

describe('the path of a request without a route', () => {
  it.each(['/api', '/api/x', '/%61pi/x', '/api%2Fx', 'http://app.example.com/api/x', '/./api/x', '/x/../api/x'])(
    'is the API’s, for every spelling: %s',
    url => {
      expect(isApi(unmatched(url))).toBe(true)
    },
  )

  it.each(['/', '/apix', '/devices', '/x/api', '/%', 'http://app.example.com/'])('is a page’s: %s', url => {
    expect(isApi(unmatched(url))).toBe(false)
  })

  it('is a health check only below /api/health/', () => {
    expect(isHealth(unmatched('http://app.example.com/api/health/live'))).toBe(true)
    expect(isHealth(unmatched('/api/healthy'))).toBe(false)
  })

  it.each([
    ['http://app.example.com/devices?a=b', '/devices?a=b'],
    ['//evil.example/devices', '/devices'],
    ['/\\evil.example/devices', '/devices'],
    ['/devices#x', '/devices'],
    ['http://[', '/'],
  ])('of %s leads to %s', (url, target) => {
    expect(targetOf(unmatched(url))).toBe(target)
  })
})
