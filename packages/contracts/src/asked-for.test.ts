import { expect, it } from 'vitest'
import { endpoints } from './endpoints.ts'

const asked = endpoints.flatMap(({ path, body }) =>
  Object.keys((body as { shape?: object } | undefined)?.shape ?? {}).map(field => `${path}: ${field}`),
)

it('nobody is asked for a hint or for the answer to a question', () => {
  expect(asked.length).toBeGreaterThan(10)
  expect(asked.filter(field => /: .*(hint|question|answer|maiden|pet)/i.test(field))).toEqual([])
})

it('nobody says who they are or what they may by a body: no call asks for a role, a right or a person', () => {
  expect(
    asked.filter(field => /: .*(role|admin|right|permission|scope|user|person|owner|verified|At$)/.test(field)),
  ).toEqual([])
})
