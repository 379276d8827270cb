import { createHash, randomBytes } from 'node:crypto'
import { pendingSignInWith, signInWith } from '@latchkey/contracts/auth/identities'
import { afterAll } from 'vitest'
import { linkIdentity } from '../src/auth/identities/identity.ts'
import { withAccount } from './account.ts'
import { type Browser, openBrowser } from './browser.ts'
import { type ProviderAccount, startProvider, type TestProvider } from './provider.ts'
import { testApi } from './test.ts'
import type { TestApi } from './test-api.ts'
import type { Options } from './test-deps.ts'

/** Where an app has its codes sent. */
export const appRedirect = 'com.example.app:/signed-in'

/** Where the providers of the tests send browsers back to. */
export const callbackOf = (provider: string) => `http://localhost:4000/api/sessions/with/${provider}/callback`

/**
 * Starts the API with real providers, `one` and `two`, whose tokens are dated by its clock. `further`: variables of the providers, such
 * as `OIDC_ONE_LABEL`.
 */
export async function apiWithProviders({ environment, ...options }: Options = {}) {
  let api: TestApi | undefined
  const clock = { now: () => api?.clock.now() ?? new Date() }
  const start = (name: string) =>
    startProvider({
      redirectUris: [callbackOf(name)],
      // With it, ID tokens name the provider's session.
      backchannelLogoutUri: `http://localhost:4000/api/backchannel_logout/${name}`,
      clock,
      claimsInIdToken: true,
    })
  const [one, two] = [await start('one'), await start('two')]
  afterAll(() => Promise.all([one.close(), two.close()]))
  api = await testApi({
    ...options,
    environment: {
      ...one.environment('ONE'),
      ...two.environment('TWO'),
      APP_REDIRECTS: `${appRedirect}, http://127.0.0.1/signed-in`,
      ...environment,
    },
  })
  return { api, one, two }
}

let count = 0
/** An account at a provider, of an address that no one else has. */
export function addAccount({ accounts }: TestProvider, given: ProviderAccount = {}) {
  const subject = `subject-${++count}`
  const email = `person-${count}-${crypto.randomUUID().slice(0, 8)}@example.com`
  const account = { email, email_verified: true, name: 'Ada Lovelace', ...given }
  accounts.set(subject, account)
  return { subject, ...account }
}

/** Begins a sign-in in a browser, and lets the person sign in at the provider. Returns where that sends the browser. */
export async function goTo(
  browser: Browser,
  provider: TestProvider,
  subject: string,
  { id = 'one', ...input }: { id?: string } & Partial<Record<'return' | 'remember', unknown>> = {},
): Promise<URL> {
  const { data } = await browser.call(signInWith, { provider: id, ...(input as object) } as never)
  return provider.signIn(data.url, subject)
}

/** Signs in with a provider, from our page and back to it. */
export async function signInAt(
  api: TestApi,
  provider: TestProvider,
  subject: string,
  given: Parameters<typeof goTo>[3] & { browser?: Browser } = {},
) {
  const { browser = openBrowser(api), ...how } = given
  const landed = await browser.arrive(await goTo(browser, provider, subject, how))
  return { browser, ...landed }
}

/** What the page takes that a browser was led to. */
export const takePending = (browser: Browser, location: URL) =>
  browser.call(pendingSignInWith, { id: location.searchParams.get('pending') ?? '' })

/** A person with an account at a provider that signs them in. */
export async function linkedUser(
  api: TestApi,
  provider: TestProvider,
  given?: { id: string; email: string; password: string },
  id = 'one',
) {
  const user = given ?? (await api.createUser())
  const { subject, email } = addAccount(provider)
  const proven = { provider: id, issuer: provider.issuer, subject, email }
  await withAccount(api, user.id, account => linkIdentity(account, proven))
  await api.deliver()
  return { user, subject }
}

/** What an app sends of its verifier. */
export const hashOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url')

/** Begins as an app does, without cookies, and lets the person sign in in the browser of the system. Returns what leads back to the app. */
export async function goToAsApp(api: TestApi, provider: TestProvider, subject: string) {
  const verifier = randomBytes(32).toString('base64url')
  const asked = { provider: 'one', delivery: 'bearer', redirect: appRedirect, codeChallenge: hashOf(verifier) } as const
  const { data } = await api.call(signInWith, asked)
  const { location } = await openBrowser(api).arrive(await provider.signIn(data.url, subject))
  return { location, code: location.searchParams.get('code') ?? '', verifier }
}
