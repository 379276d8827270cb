import { expect, it } from 'vitest'
import { endpoints } from './endpoints.ts'

const requested = endpoints.flatMap(({ path, body }) =>
  Object.keys((body as { shape?: object } | undefined)?.shape ?? {}).map(field => `${path}: ${field}`),
)

it('no endpoint asks for a password hint or a security answer', () => {
  expect(requested.length).toBeGreaterThan(10)
  expect(requested.filter(field => /: .*(hint|question|answer|maiden|pet)/i.test(field))).toEqual([])
})

it('no endpoint takes an identity or a permission from the body: no role, right or person', () => {
  expect(
    requested.filter(field => /: .*(role|admin|right|permission|scope|user|person|owner|verified|At$)/.test(field)),
  ).toEqual([])
})
