import { providers } from '@latchkey/contracts/auth/identities'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { expect, it } from 'vitest'
import { addAccount, apiWithProviders, signInAt } from '../../../testing/with-provider.ts'

const { api, one } = await apiWithProviders({ environment: { OIDC_ONE_LABEL: 'One' } })

it('lists the providers', async () => {
  expect((await api.call(providers, {})).data).toEqual([
    { id: 'one', label: 'One', mark: 'other' },
    { id: 'two', label: expect.any(String), mark: 'other' },
  ])
})

it('signs a person up by a verified address, and in again by the same identity', async () => {
  const ada = addAccount(one)
  const first = await signInAt(api, one, ada.subject, { return: '/devices?a=1' })
  expect(first.response.statusCode).toBe(303)
  expect(first.response.headers.location).toBe('/devices?a=1')
  const { user } = (await first.browser.call(currentSession, {})).data
  expect(user).toMatchObject({ email: ada.email, name: 'Ada Lovelace' })
  const second = await signInAt(api, one, ada.subject)
  expect((await second.browser.call(currentSession, {})).data.user.id).toBe(user.id)
})
