import { describe, expect, expectTypeOf, it } from 'vitest'
import * as z from 'zod/mini'
import { revokeSession } from './auth/devices.ts'
import { signOut } from './auth/sessions.ts'
import type { signIn } from './auth/sign-in.ts'
import { type Answer, endpoint, errorCodesOf, type Input, type SentInput, statusOf } from './endpoint.ts'
import { endpoints } from './endpoints.ts'
import type { readPrivate } from './product/example.ts'

const both = endpoint({
  method: 'POST',
  path: '/api/things/:thing/parts/:part',
  summary: 'A thing.',
  params: z.object({ thing: z.string(), part: z.string() }),
  query: z.object({ deep: z.optional(z.string()) }),
  body: z.object({ size: z._default(z.number(), 1) }),
  responses: { 200: z.object({ name: z.string() }), 202: z.object({ challenge: z.string() }), 204: null },
})

describe('endpoints', () => {
  it('keeps the type of each', () => {
    expectTypeOf<Extract<(typeof endpoints)[number], typeof signIn>>().toEqualTypeOf<typeof signIn>()
    expectTypeOf<Extract<(typeof endpoints)[number], typeof readPrivate>>().toEqualTypeOf<typeof readPrivate>()
  })
})

describe('endpoint', () => {
  it('types what a handler receives and what a caller sends', () => {
    expectTypeOf<Input<typeof both>>().toEqualTypeOf<
      { thing: string; part: string } & { deep?: string | undefined } & { size: number }
    >()
    expectTypeOf<SentInput<typeof both>['size']>().toEqualTypeOf<number | undefined>()
    expectTypeOf<SentInput<typeof signIn>>().toHaveProperty('email')
    // @ts-expect-error: the path parameter is missing
    const incomplete: SentInput<typeof revokeSession> = {}
    expect(incomplete).toEqual({})
  })

  it('distinguishes answers by their status', () => {
    expectTypeOf<Answer<typeof both>>().toEqualTypeOf<
      { status: 200; data: { name: string } } | { status: 202; data: { challenge: string } } | { status: 204 }
    >()
    // @ts-expect-error: a declared field is missing
    const missing: Answer<typeof both> = { status: 200, data: {} }
    // @ts-expect-error: a field is not declared
    const stray: Answer<typeof both> = { status: 200, data: { name: 'a', passwordHash: 'b' } }
    // @ts-expect-error: the status is not declared
    const undeclared: Answer<typeof both> = { status: 201, data: { name: 'a' } }
    expect([missing, stray, undeclared]).toHaveLength(3)
  })

  it('requires a schema for each path parameter', () => {
    // @ts-expect-error: `id` has no schema
    endpoint({ method: 'GET', path: '/api/things/:id', summary: 'A thing.', responses: { 204: null } })
  })

  it('requires a session under /api/restricted and nowhere else; only a second service may call /api/guards', () => {
    for (const each of endpoints) {
      const { path, principals } = each
      const restricted = path.startsWith('/api/restricted/')
      const others = path.startsWith('/api/guards/') ? ['guard'] : []
      expect(principals).toEqual(restricted ? ['session'] : others)
      expect(errorCodesOf(each).has('session_ended')).toBe(restricted)
    }
  })

  it('overrides the status of an error code only where the contract says so', () => {
    expect(statusOf(signOut, 'missing_token')).toBe(400)
    expect(statusOf(revokeSession, 'missing_token')).toBe(401)
  })
})
