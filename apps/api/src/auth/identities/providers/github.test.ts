import { createHash } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { startGithub } from '../../../../testing/github.ts'
import { movableClock } from '../../../../testing/movable-clock.ts'
import { readSettings } from '../../../platform/settings/settings.ts'
import { openGuardedFetch } from './guarded-fetch.ts'
import { openProviders, type ProviderError } from './providers.ts'

const redirectUri = 'https://app.example.com/api/sessions/with/github/callback'
const flow = {
  redirectUri,
  state: 'a state',
  nonce: 'a nonce',
  verifier: 'a verifier of this flow that is long enough, yes',
}
const octocat = {
  id: 583231,
  login: 'octocat',
  name: 'The Octocat',
  emails: [
    { email: 'old@example.com', primary: false, verified: true, visibility: null },
    { email: 'Octocat@GitHub.com', primary: true, verified: true, visibility: 'private' },
  ],
}
const github = await startGithub(octocat)
afterAll(() => github.close())
beforeEach(() => {
  Object.assign(github, { account: structuredClone(octocat), error: null, hidesEmails: false })
})

const credentials = { OIDC_GITHUB_CLIENT_ID: 'latchkey', OIDC_GITHUB_CLIENT_SECRET: 'a-secret' }
function open(environment: Record<string, string>) {
  const found = openProviders(readSettings(environment), { clock: movableClock() }).find('github')
  if (!found) throw new Error('The settings have no GitHub.')
  return found
}
const side = open({ ...credentials, OIDC_GITHUB_ISSUER: github.url, OIDC_ALLOW_PRIVATE_ADDRESSES: 'true' })

const finish = (parameters: Record<string, string> = {}, at = side) => {
  const callback = new URL(redirectUri)
  callback.search = new URLSearchParams({ code: 'a code', state: flow.state, ...parameters }).toString()
  return at.finish(callback, flow)
}
const kindOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'accepted',
    (error: ProviderError) => error.kind,
  )

describe('GitHub', () => {
  it('is asked by its own address, without an issuer in the settings', async () => {
    const address = await open(credentials).begin({ ...flow, prompt: 'login', loginHint: 'octocat' })
    expect(`${address.origin}${address.pathname}`).toBe('https://github.com/login/oauth/authorize')
    expect(Object.fromEntries(address.searchParams)).toEqual({
      client_id: 'latchkey',
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'read:user user:email',
      state: flow.state,
      code_challenge: createHash('sha256').update(flow.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      prompt: 'select_account',
      login: 'octocat',
    })
  })

  it('proves a person by their numeric id and their primary address', async () => {
    expect(await finish()).toEqual({
      provider: 'github',
      issuer: github.url,
      subject: '583231',
      email: 'octocat@github.com',
      isEmailVerified: true,
      name: 'The Octocat',
      methods: ['fed'],
      providerSession: null,
      authenticatedAt: null,
    })
    expect(github.tokenRequests.at(-1)?.get('code_verifier')).toBe(flow.verifier)
    expect(github.tokenRequests.at(-1)?.get('client_secret')).toBe('a-secret')
  })

  it('is the same issuer however an operator writes its address', async () => {
    const spelt = github.url.replace('http://', 'HTTP://')
    for (const OIDC_GITHUB_ISSUER of [`${github.url}/`, `${spelt}//`])
      expect(
        await finish({}, open({ ...credentials, OIDC_GITHUB_ISSUER, OIDC_ALLOW_PRIVATE_ADDRESSES: 'true' })),
      ).toMatchObject({ issuer: github.url })
  })

  it('has its API at a site of its own where the data stay in a region', async () => {
    const inner = openGuardedFetch({ allowsPrivate: true })
    const asked: string[] = []
    const found = openProviders(readSettings({ ...credentials, OIDC_GITHUB_ISSUER: 'https://octocorp.ghe.com' }), {
      clock: movableClock(),
      fetch: (url, options) => {
        const { origin, pathname, search } = new URL(url)
        asked.push(origin + pathname)
        return inner(`${github.url}${origin.includes('//api.') ? '/api/v3' : ''}${pathname}${search}`, options)
      },
    }).find('github')
    if (!found) throw new Error('The settings have no GitHub.')
    expect(await finish({}, found)).toMatchObject({ issuer: 'https://octocorp.ghe.com', subject: '583231' })
    expect(asked.sort()).toEqual([
      'https://api.octocorp.ghe.com/user',
      'https://api.octocorp.ghe.com/user/emails',
      'https://octocorp.ghe.com/login/oauth/access_token',
    ])
  })

  it('proves no address if the primary one is not verified, even if others are', async () => {
    github.account.emails = [
      { email: 'ada@example.com', primary: true, verified: false, visibility: null },
      { email: 'eve@example.com', primary: false, verified: true, visibility: null },
    ]
    expect(await finish()).toMatchObject({ subject: '583231', email: null, isEmailVerified: false })
    github.account.emails = []
    expect(await finish()).toMatchObject({ email: null, isEmailVerified: false })
  })

  it('keeps the person where the username changes hands', async () => {
    Object.assign(github.account, { id: 99, name: null })
    expect(await finish()).toMatchObject({ subject: '99', name: null })
  })

  it.each([[undefined], [null], ['583231'], [0], [-1], [1.5], [2 ** 60]])('is refused with the id %j', async id => {
    github.account.id = id
    expect(await kindOf(finish())).toBe('invalid')
  })

  it.each([
    ['bad_verification_code', 'expired'],
    ['incorrect_client_credentials', 'misconfigured'],
    ['redirect_uri_mismatch', 'misconfigured'],
    ['anything else', 'invalid'],
  ])('says %s by 200, which is %s', async (error, kind) => {
    github.error = error
    expect(await kindOf(finish())).toBe(kind)
  })

  it.each<[Record<string, string>, string]>([
    [{ state: 'of another tab' }, 'invalid'],
    [{ error: 'access_denied' }, 'denied'],
    [{ iss: 'https://accounts.google.com' }, 'invalid'],
  ])('is refused with %j in the callback: %s', async (parameters, kind) => {
    expect(await kindOf(finish(parameters))).toBe(kind)
  })

  it('is misconfigured where the app may not read addresses', async () => {
    github.hidesEmails = true
    expect(await kindOf(finish())).toBe('misconfigured')
  })

  it('cannot say when a person proved who they are, sends no logout tokens, and has no page to sign out', async () => {
    const callback = new URL(`${redirectUri}?code=a&state=${encodeURIComponent(flow.state)}`)
    expect(await kindOf(side.finish(callback, { ...flow, maxAgeMs: 60_000 }))).toBe('invalid')
    expect(await kindOf(side.readLogoutToken('x'))).toBe('invalid')
    expect(await side.signOutUrl('https://app.example.com/login')).toBeNull()
  })
})
