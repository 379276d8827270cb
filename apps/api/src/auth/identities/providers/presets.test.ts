import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { jwtVerify } from 'jose'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { startHostileProvider } from '../../../../testing/hostile-provider.ts'
import { movableClock } from '../../../../testing/movable-clock.ts'
import { readSettings } from '../../../platform/settings/settings.ts'
import { openGuardedFetch } from './guarded-fetch.ts'
import { provenMethods } from './methods.ts'
import { openProviders, type ProviderError } from './providers.ts'

type Claims = Record<string, unknown>

const redirectUri = 'https://app.example.com/api/sessions/with/x/callback'
const flow = {
  redirectUri,
  state: 'a state',
  nonce: 'a nonce',
  verifier: 'a verifier of this flow that is long enough, yes',
}
const clock = movableClock()
const fake = await startHostileProvider()
const usual = structuredClone(fake.metadata)
afterAll(() => fake.close())
let tokenRequest: URLSearchParams
beforeEach(() => {
  fake.metadata = structuredClone(usual)
  fake.endpoints['/token'] = (_request, response, body) => {
    tokenRequest = body
    response.setHeader('content-type', 'application/json').end(JSON.stringify(fake.tokens))
  }
})

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

/** Our side of a provider with its real address, which leads to the fake one. */
function open(name: string, issuer: string, environment: Record<string, string>) {
  Object.assign(fake.metadata, { issuer })
  const inner = openGuardedFetch({ allowsPrivate: true, withinMs: 2_000 })
  const { origin, pathname } = new URL(issuer.replace('{tenantid}', 'common'))
  const fetch: typeof inner = (url, options) => {
    const path = new URL(url).pathname.replace('/organizations/', '/common/')
    return inner(
      url.startsWith(origin) ? `${fake.issuer}${path.replace(pathname.replace(/\/$/, ''), '')}` : url,
      options,
    )
  }
  const settings = readSettings({ OIDC_ALLOW_PRIVATE_ADDRESSES: 'true', ...environment })
  const found = openProviders(settings, { clock, fetch }).find(name)
  if (!found) throw new Error('The settings have no such provider.')
  return found
}

async function finish(side: ReturnType<typeof open>, claims: Claims) {
  const iat = Math.floor(clock.now().getTime() / 1000)
  const all = {
    aud: 'latchkey',
    sub: 'ada',
    nonce: flow.nonce,
    iat,
    exp: iat + 300,
    email: 'ada@example.com',
    ...claims,
  }
  fake.tokens = { access_token: 'x', token_type: 'Bearer', id_token: await fake.sign(all) }
  return side.finish(new URL(`${redirectUri}?code=a&state=${encodeURIComponent(flow.state)}`), flow)
}
const kindOf = (attempt: Promise<unknown>) =>
  attempt.then(
    answer => `accepted ${JSON.stringify(answer)}`,
    (error: ProviderError) => error.kind,
  )

describe('Google', () => {
  const issuer = 'https://accounts.google.com'
  const side = () => open('google', issuer, { OIDC_GOOGLE_CLIENT_ID: 'latchkey', OIDC_GOOGLE_CLIENT_SECRET: 'x' })

  it.each<[Claims, boolean]>([
    [{ email: 'ada@gmail.com', email_verified: true }, true],
    [{ email: 'ada@gmail.com', email_verified: false }, false],
    [{ email: 'ada@gmail.com' }, false],
    [{ email: 'ada@company.example', email_verified: true, hd: 'company.example' }, true],
    [{ email: 'ada@company.example', email_verified: false, hd: 'company.example' }, false],
    [{ email: 'ada@yahoo.example', email_verified: true }, false],
    [{ email: 'ada@yahoo.example', email_verified: true, hd: '' }, false],
    [{ email: 'ada@gmail.com.evil.example', email_verified: true }, false],
  ])('that says %j proves the address: %s', async (claims, isEmailVerified) => {
    expect(await finish(side(), { iss: issuer, ...claims })).toMatchObject({ issuer, isEmailVerified })
  })
})

it('Google is asked to let people choose an account, since it knows no prompt for the password', async () => {
  const side = open('google', 'https://accounts.google.com', {
    OIDC_GOOGLE_CLIENT_ID: 'latchkey',
    OIDC_GOOGLE_CLIENT_SECRET: 'x',
  })
  const { searchParams } = await side.begin({ ...flow, prompt: 'login' })
  expect([searchParams.get('prompt'), searchParams.get('max_age')]).toEqual(['select_account', null])
})

describe('Microsoft', () => {
  const ours = '72f988bf-86f1-41af-91ab-2d7cd011db47'
  const other = '9188040d-6c67-4c5b-b112-36a304b66dad'
  const issuerOf = (tenant: string) => `https://login.microsoftonline.com/${tenant}/v2.0`
  const environment = { OIDC_MICROSOFT_CLIENT_ID: 'latchkey', OIDC_MICROSOFT_CLIENT_SECRET: 'x' }
  const multiple = (more = {}) => open('microsoft', issuerOf('{tenantid}'), { ...environment, ...more })

  it('for every tenant names the issuer of the person’s own tenant', async () => {
    for (const tid of [ours, other])
      expect(await finish(multiple(), { iss: issuerOf(tid), tid })).toMatchObject({
        issuer: issuerOf(tid),
        subject: 'ada',
      })
  })

  it.each<[string, Claims]>([
    ['whose issuer is another tenant', { iss: issuerOf(other), tid: ours }],
    ['whose issuer is the template itself', { iss: issuerOf('{tenantid}'), tid: '{tenantid}' }],
    ['whose issuer is no tenant', { iss: issuerOf('common'), tid: 'common' }],
    ['without a tenant', { iss: issuerOf(ours) }],
    ['whose tenant leads to another place', { iss: 'https://login.microsoftonline.com/../evil/v2.0', tid: '../evil' }],
    ['of another provider', { iss: 'https://accounts.google.com', tid: ours }],
  ])('for every tenant refuses a token %s', async (_what, claims) => {
    expect(await kindOf(finish(multiple(), claims))).toBe('invalid')
  })

  it('lets only those tenants in that the settings name, if they name any', async () => {
    const side = multiple({ OIDC_MICROSOFT_TENANTS: ours.toUpperCase() })
    expect(await kindOf(finish(side, { iss: issuerOf(ours), tid: ours }))).toMatch('accepted')
    expect(await kindOf(finish(side, { iss: issuerOf(other), tid: other }))).toBe('denied')
  })

  it('for every organisation takes no private account', async () => {
    const side = multiple({ OIDC_MICROSOFT_ISSUER: issuerOf('organizations') })
    expect(await kindOf(finish(side, { iss: issuerOf(ours), tid: ours }))).toMatch('accepted')
    expect(await kindOf(finish(side, { iss: issuerOf(other), tid: other }))).toBe('denied')
  })

  it('for one tenant takes no other', async () => {
    const single = () => open('microsoft', issuerOf(ours), { ...environment, OIDC_MICROSOFT_ISSUER: issuerOf(ours) })
    expect(await kindOf(finish(single(), { iss: issuerOf(ours), tid: ours }))).toMatch('accepted')
    expect(await kindOf(finish(single(), { iss: issuerOf(other), tid: other }))).toBe('invalid')
  })

  it.each<[Claims, boolean]>([
    [{ email_verified: true }, false],
    [{}, false],
    [{ xms_edov: false, email_verified: true }, false],
    [{ xms_edov: 'true' }, false],
    [{ xms_edov: true }, true],
  ])(
    'proves an address by xms_edov alone, so an administrator elsewhere cannot claim it (nOAuth): %j',
    async (claims, isEmailVerified) => {
      expect(await finish(multiple(), { iss: issuerOf(ours), tid: ours, ...claims })).toMatchObject({ isEmailVerified })
    },
  )
})

describe('a person is asked which account it is', () => {
  const secret = { CLIENT_ID: 'latchkey', CLIENT_SECRET: 'x' }
  const of = (preset: string, more: Record<string, string> = {}) =>
    Object.fromEntries(
      Object.entries({ ...secret, PRESET: preset, ...more }).map(([suffix, value]) => [`OIDC_X_${suffix}`, value]),
    )
  const own = 'https://sso.example.com'

  it.each<[string, string, string, string[] | undefined]>([
    ['select_account', 'google', 'https://accounts.google.com', undefined],
    ['select_account', 'microsoft', 'https://login.microsoftonline.com/{tenantid}/v2.0', undefined],
    ['select_account', 'oidc', own, ['none', 'login', 'select_account']],
    ['login', 'keycloak', own, undefined],
    ['login', 'keycloak', own, ['none', 'login', 'consent']],
    ['login', 'gitlab', 'https://gitlab.com', undefined],
    ['login', 'oidc', own, undefined],
  ])('by %s at %s, %s, which knows %j', async (prompt, preset, issuer, known) => {
    Object.assign(fake.metadata, { prompt_values_supported: known })
    const side = open('x', issuer, of(preset, issuer === own ? { ISSUER: own } : {}))
    const { searchParams } = await side.begin({ ...flow, prompt: 'select_account' })
    expect([searchParams.get('prompt'), searchParams.get('max_age')]).toEqual([prompt, null])
  })
})

describe('Apple', () => {
  const issuer = 'https://appleid.apple.com'
  const environment = {
    OIDC_APPLE_CLIENT_ID: 'latchkey',
    OIDC_APPLE_PRIVATE_KEY: pem,
    OIDC_APPLE_KEY_ID: 'ABC123DEFG',
    OIDC_APPLE_TEAM_ID: 'DEF123GHIJ',
  }

  it('gets a secret that we sign for a minute, and is asked for no address, which it would send by a POST', async () => {
    Object.assign(fake.metadata, { token_endpoint_auth_methods_supported: ['client_secret_post'] })
    const side = open('apple', issuer, environment)
    expect((await side.begin(flow)).searchParams.get('scope')).toBe('openid')
    await finish(side, { iss: issuer })
    const { payload, protectedHeader } = await jwtVerify(
      tokenRequest.get('client_secret') ?? '',
      createPublicKey(pem),
      {
        currentDate: clock.now(),
      },
    )
    expect(protectedHeader).toEqual({ alg: 'ES256', kid: 'ABC123DEFG' })
    expect(payload).toMatchObject({ iss: 'DEF123GHIJ', sub: 'latchkey', aud: issuer })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60)
  })

  it('writes true as text', async () => {
    const verified = async (email_verified: unknown) =>
      (await finish(open('apple', issuer, environment), { iss: issuer, email_verified })).isEmailVerified
    expect([await verified('true'), await verified(true), await verified('false'), await verified(1)]).toEqual([
      ...[true, true, false, false],
    ])
  })
})

describe('a client proves who it is', () => {
  const issuer = 'https://sso.example.com'
  const environment = { OIDC_SSO_ISSUER: issuer, OIDC_SSO_CLIENT_ID: 'latchkey' }

  it.each<[string, string[] | undefined, 'header' | 'body']>([
    ['by the header if the provider does not say how', undefined, 'header'],
    ['by the header if the provider takes both', ['client_secret_post', 'client_secret_basic'], 'header'],
    ['in the body if the provider takes nothing else', ['client_secret_post'], 'body'],
  ])('with a secret, %s', async (_what, methods, place) => {
    let authorization: string | undefined
    const token = fake.endpoints['/token']
    fake.endpoints['/token'] = (request, response, body) => {
      authorization = request.headers.authorization
      return token?.(request, response, body)
    }
    Object.assign(fake.metadata, { token_endpoint_auth_methods_supported: methods })
    await finish(open('sso', issuer, { ...environment, OIDC_SSO_CLIENT_SECRET: 'a:secret' }), { iss: issuer })
    expect([authorization, tokenRequest.get('client_secret')]).toEqual(
      place === 'header' ? ['Basic bGF0Y2hrZXk6YSUzQXNlY3JldA==', null] : [undefined, 'a:secret'],
    )
  })

  it.each([
    ['ES256', pem],
    [
      'RS256',
      generateKeyPairSync('rsa', { modulusLength: 2048 })
        .privateKey.export({ type: 'pkcs8', format: 'pem' })
        .toString(),
    ],
    ['Ed25519', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
  ])('with a key, by a signature of %s (RFC 7523)', async (alg, key) => {
    const side = open('sso', issuer, {
      ...environment,
      OIDC_SSO_PRIVATE_KEY: key,
      OIDC_SSO_KEY_ID: 'a-key',
    })
    await finish(side, { iss: issuer })
    const { payload, protectedHeader } = await jwtVerify(
      tokenRequest.get('client_assertion') ?? '',
      createPublicKey(key),
      {
        currentDate: clock.now(),
      },
    )
    expect(protectedHeader).toMatchObject({ alg, kid: 'a-key' })
    expect(payload).toMatchObject({ iss: 'latchkey', sub: 'latchkey', aud: issuer })
  })
})

describe('what a provider says about the sign-in', () => {
  it.each<[Claims, boolean]>([
    [{}, false],
    [{ amr: ['pwd'] }, false],
    [{ amr: ['otp'] }, false],
    [{ amr: ['user', 'pwd'] }, false],
    [{ amr: ['hwk', 'user'] }, false],
    [{ amr: ['pwd', 'otp'] }, true],
    [{ amr: ['pin', 'hwk'] }, true],
    [{ amr: ['mfa'] }, true],
    [{ amr: 'mfa' }, false],
    [{ amr: [['mfa']] }, false],
    [{ acr: 'https://refeds.org/profile/mfa' }, true],
    [{ acr: 'phr' }, false],
    [{ acr: ['https://refeds.org/profile/mfa'] }, false],
  ])('%j counts as two factors: %s', (claims, isTwo) => {
    expect(provenMethods(claims)).toEqual(isTwo ? ['fed', 'mfa'] : ['fed'])
  })
})
