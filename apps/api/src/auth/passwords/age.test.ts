import { expect, it } from 'vitest'
import { days } from '../../../testing/movable-clock.ts'
import { testApi } from '../../../testing/test.ts'

const api = await testApi()

it('a password still works after five years: its age never forces a change', async () => {
  const user = await api.createUser()
  api.clock.advance(days(5 * 365))
  const { session } = await api.signIn(user)
  expect(session.current).toBe(true)
})
