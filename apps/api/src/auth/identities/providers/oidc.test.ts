import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { movableClock } from '../../../../testing/movable-clock.ts'
import { startProvider } from '../../../../testing/provider.ts'
import { readSettings } from '../../../platform/settings/settings.ts'
import { openProviders, type Provider, type ProviderError } from './providers.ts'

const redirectUri = 'http://localhost:4000/api/sessions/with/test/callback'
const afterSignOut = 'http://localhost:4000/login'
const clock = movableClock()
const ada = { email: 'Ada@Example.com', email_verified: true, name: 'Ada Lovelace' }
const provider = await startProvider({
  redirectUris: [redirectUri],
  afterSignOut: [afterSignOut],
  backchannelLogoutUri: 'http://localhost:4000/api/backchannel_logout/test',
  clock,
})
afterAll(() => provider.close())
beforeEach(() => {
  provider.accounts.clear()
  provider.accounts.set('ada', ada)
})

/** Our side, with nothing kept from before. */
function open(environment: Record<string, string> = {}): Provider {
  const settings = readSettings({ ...provider.environment('TEST'), ...environment })
  const found = openProviders(settings, { clock }).find('test')
  if (!found) throw new Error('The settings have no provider.')
  return found
}

const newFlow = () => ({
  redirectUri,
  state: crypto.randomUUID(),
  nonce: crypto.randomUUID(),
  verifier: crypto.randomUUID() + crypto.randomUUID(),
})

const kindOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'accepted',
    (error: ProviderError) => error.kind,
  )

async function signIn(account: string, side = open()) {
  const flow = newFlow()
  return side.finish(await provider.signIn(await side.begin(flow), account), flow)
}

describe('a real provider', () => {
  it('proves who somebody is', async () => {
    expect(await signIn('ada')).toEqual({
      provider: 'test',
      issuer: provider.issuer,
      subject: 'ada',
      email: 'ada@example.com',
      isEmailVerified: true,
      name: 'Ada Lovelace',
      methods: ['fed'],
      providerSession: expect.stringMatching(/.{10}/),
      authenticatedAt: null,
    })
  })

  it('is asked for userinfo if its ID token has no address', async () => {
    const shy = await startProvider({ redirectUris: [redirectUri], accounts: { ada }, claimsInIdToken: false, clock })
    const side = open(shy.environment('TEST'))
    const flow = newFlow()
    const identity = await side.finish(await shy.signIn(await side.begin(flow), 'ada'), flow)
    await shy.close()
    expect(identity).toMatchObject({
      subject: 'ada',
      email: 'ada@example.com',
      isEmailVerified: true,
      name: 'Ada Lovelace',
    })
    expect(shy.requests).toContain('GET /me')
  })

  it('gets the request past the browser where it takes one (RFC 9126)', async () => {
    const pushing = await startProvider({ redirectUris: [redirectUri], accounts: { ada }, pushes: true, clock })
    const side = open(pushing.environment('TEST'))
    const flow = newFlow()
    const address = await side.begin(flow)
    expect([...address.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri'])
    expect(address.href).not.toContain(flow.state)
    expect(await side.finish(await pushing.signIn(address, 'ada'), flow)).toMatchObject({ subject: 'ada' })
    await pushing.close()
  })

  it('sends people back without anything that would sign them in by itself', async () => {
    const flow = newFlow()
    const address = await open().begin({ ...flow, loginHint: 'ada@example.com', prompt: 'select_account' })
    const parameters = Object.fromEntries(address.searchParams)
    expect(parameters).toMatchObject({ scope: 'openid email profile', response_type: 'code', prompt: 'login' })
    expect(parameters).toMatchObject({ code_challenge_method: 'S256', login_hint: 'ada@example.com' })
    expect(address.href).not.toContain(flow.verifier)
    const callback = await provider.signIn(address, 'ada')
    expect([...callback.searchParams.keys()].sort()).toEqual(['code', 'iss', 'state'])
  })

  it('says when a person proved who they are, if it is asked to let them', async () => {
    const side = open()
    const flow = newFlow()
    const callback = await provider.signIn(await side.begin({ ...flow, prompt: 'login' }), 'ada')
    const { authenticatedAt } = await side.finish(callback, { ...flow, maxAgeMs: 60_000 })
    expect(Math.abs(Number(authenticatedAt) - clock.now().getTime())).toBeLessThan(60_000)
  })

  it('proves no time if it was not asked for one', async () => {
    const side = open()
    const flow = newFlow()
    const callback = await provider.signIn(await side.begin(flow), 'ada')
    await expect(side.finish(callback, { ...flow, maxAgeMs: 60_000 })).rejects.toMatchObject({
      kind: 'misconfigured',
      detail: expect.stringContaining('auth_time is missing'),
    })
  })

  it('keeps its subject where the address changes, and has another one where the address changes hands', async () => {
    provider.accounts.set('ada', { ...ada, email: 'lovelace@example.com' })
    provider.accounts.set('eve', ada)
    expect(await signIn('ada')).toMatchObject({ subject: 'ada', email: 'lovelace@example.com' })
    expect(await signIn('eve')).toMatchObject({ subject: 'eve', email: 'ada@example.com' })
  })

  it('may change its keys while we run', async () => {
    const side = open()
    await signIn('ada', side)
    await provider.rotateKeys()
    clock.advance(10_000)
    expect(await signIn('ada', side)).toMatchObject({ subject: 'ada' })
  })
})

describe('a flow ends', () => {
  it('denied where the person says no', async () => {
    const side = open()
    const flow = newFlow()
    expect(await kindOf(side.finish(await provider.cancel(await side.begin(flow)), flow))).toBe('denied')
  })

  it('expired where its code was used before', async () => {
    const side = open()
    const flow = newFlow()
    const callback = await provider.signIn(await side.begin(flow), 'ada')
    await side.finish(callback, flow)
    expect(await kindOf(side.finish(callback, flow))).toBe('expired')
  })

  it.each(['verifier', 'nonce', 'state', 'redirectUri'] as const)(
    'in a refusal with the %s of another flow',
    async part => {
      const side = open()
      const flow = newFlow()
      const callback = await provider.signIn(await side.begin(flow), 'ada')
      const other = part === 'redirectUri' ? redirectUri.replace('test', 'other') : newFlow()[part]
      const kind = await kindOf(side.finish(callback, { ...flow, [part]: other }))
      // The provider compares the verifier, and cannot tell it from an old code.
      expect(kind).toBe(part === 'verifier' ? 'expired' : 'invalid')
    },
  )

  it('in a refusal where the code comes from another provider', async () => {
    const other = await startProvider({ redirectUris: [redirectUri], accounts: { ada }, clock })
    const both = openProviders(readSettings({ ...provider.environment('TEST'), ...other.environment('OTHER') }), {
      clock,
    })
    const flow = newFlow()
    const callback = await other.signIn((await both.find('other')?.begin(flow)) ?? '', 'ada')
    expect(await kindOf(both.find('test')?.finish(callback, flow) ?? Promise.resolve())).toBe('invalid')
    await other.close()
  })

  it('misconfigured where the provider does not know our secret', async () => {
    const side = open({ OIDC_TEST_CLIENT_SECRET: 'another-secret' })
    const flow = newFlow()
    const callback = await provider.signIn(await side.begin(flow), 'ada')
    expect(await kindOf(side.finish(callback, flow))).toBe('misconfigured')
  })

  it('where people can sign out, if the provider has such a page', async () => {
    const address = await open().signOutUrl(afterSignOut)
    expect(address?.href).toMatch(`${provider.issuer}/session/end?`)
    expect(address?.searchParams.get('post_logout_redirect_uri')).toBe(afterSignOut)
  })
})

describe('a provider that is down', () => {
  it('delays nothing at start, and fails alone', async () => {
    const away = await startProvider({ redirectUris: [redirectUri] })
    await away.close()
    const settings = readSettings({ ...away.environment('AWAY'), ...provider.environment('TEST') })
    const both = openProviders(settings, { clock })
    expect(both.list().map(({ id, label }) => ({ id, label }))).toEqual([
      { id: 'away', label: 'Away' },
      { id: 'test', label: 'Test' },
    ])
    expect(await kindOf(both.find('away')?.begin(newFlow()) ?? Promise.resolve())).toBe('down')
    expect(await kindOf(both.find('test')?.begin(newFlow()) ?? Promise.resolve())).toBe('accepted')
  })

  it('is not found if it is disabled or was never there', () => {
    const settings = readSettings({ ...provider.environment('TEST'), OIDC_TEST_DISABLED: 'true' })
    const none = openProviders(settings, { clock })
    expect([none.list(), none.find('test'), none.find('constructor')]).toEqual([[], null, null])
  })
})

describe('trust in a provider for a domain', () => {
  it('covers its verified addresses of that very domain', async () => {
    const side = open({ OIDC_TEST_TRUST_EMAIL_DOMAINS: 'Example.com, example.org' })
    const trusts = async (claims: object) => {
      provider.accounts.set('ada', { ...ada, ...claims })
      return side.isTrustedFor(await signIn('ada', side))
    }
    expect(await trusts({})).toBe(true)
    expect(await trusts({ email: 'ada@example.org' })).toBe(true)
    expect(await trusts({ email: 'ada@mail.example.com' })).toBe(false)
    expect(await trusts({ email: 'example.com@evil.example' })).toBe(false)
    expect(await trusts({ email_verified: false })).toBe(false)
    expect(await trusts({ email: undefined })).toBe(false)
    expect(open().isTrustedFor(await signIn('ada', side))).toBe(false)
  })

  it('does not cover what another provider says', async () => {
    const identity = await signIn('ada')
    const side = open({ OIDC_TEST_TRUST_EMAIL_DOMAINS: 'example.com' })
    expect([identity, { ...identity, provider: 'other' }].map(side.isTrustedFor)).toEqual([true, false])
  })
})
