import { afterAll, expect, it } from 'vitest'
import { startProvider } from '../../../../testing/provider.ts'
import { readSettings } from '../../../platform/settings/settings.ts'
import { openProviders, type ProviderError } from './providers.ts'

const redirectUri = 'http://localhost:4000/api/sessions/with/test/callback'
const provider = await startProvider({
  redirectUris: [redirectUri],
  accounts: { ada: { email: 'Ada@Example.com', email_verified: true, name: 'Ada Lovelace' } },
})
afterAll(() => provider.close())
const clock = { now: () => new Date() }
const flow = () => ({
  redirectUri,
  state: crypto.randomUUID(),
  nonce: crypto.randomUUID(),
  verifier: crypto.randomUUID() + crypto.randomUUID(),
})

it('proves who somebody is', async () => {
  const test = openProviders(readSettings(provider.environment('TEST')), { clock }).find('test')
  const way = flow()
  const address = await test!.begin(way)
  const callback = await provider.signIn(address, 'ada')
  expect(await test!.finish(callback, way)).toEqual({})
})
