import { finishSignInWith, linkAtSignIn, signInWith } from '@latchkey/contracts/auth/identities'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signInOptions } from '@latchkey/contracts/auth/sign-in'
import { afterAll, describe, expect, it } from 'vitest'
import { type Browser, openBrowser } from '../../../testing/browser.ts'
import { minutes } from '../../../testing/movable-clock.ts'
import { startProvider } from '../../../testing/provider.ts'
import { replicaOf } from '../../../testing/test.ts'
import {
  addAccount,
  apiWithProviders,
  callbackOf,
  goTo,
  linkedUser,
  signInAt,
  takePending,
} from '../../../testing/with-provider.ts'

const { api, one, two } = await apiWithProviders()

const isSignedIn = async (browser: Browser) => (await browser.call(currentSession, {})).status === 200
const problemAt = (location: URL) => location.searchParams.get('problem')

/** A browser that is about to come back, and where to. */
async function aboutToReturn() {
  const { subject } = addAccount(one)
  const browser = openBrowser(api)
  return { browser, subject, url: await goTo(browser, one, subject) }
}

/** The callback with other values of its query. */
function withQuery(url: URL, values: Record<string, string | null>): URL {
  const changed = new URL(url)
  for (const [name, value] of Object.entries(values))
    if (value === null) changed.searchParams.delete(name)
    else changed.searchParams.set(name, value)
  return changed
}

const doubled = (url: URL, name: string): URL => {
  const changed = new URL(url)
  changed.searchParams.append(name, changed.searchParams.get(name) ?? '')
  return changed
}

describe('the way to a provider', () => {
  it('begins from our own pages only', async () => {
    expect((await api.call(signInWith, { provider: 'one' })).problem.code).toBe('cross_origin')
    const foreign = await api.call(signInWith, { provider: 'one' }, { headers: { 'sec-fetch-site': 'cross-site' } })
    expect(foreign.problem.code).toBe('cross_origin')
  })

  it('has a state that is no token of ours, and a challenge, nonce and verifier of its own', async () => {
    const browser = openBrowser(api)
    const urls = [1, 2].map(async () => new URL((await browser.call(signInWith, { provider: 'one' })).data.url))
    const [first, second] = await Promise.all(urls)
    for (const name of ['state', 'nonce', 'code_challenge']) {
      const value = first?.searchParams.get(name)
      expect(value).toMatch(/^[A-Za-z0-9_-]{43,}$/)
      expect(value).not.toMatch(/^lk_/)
      expect(second?.searchParams.get(name)).not.toBe(value)
    }
    expect(first?.searchParams.get('code_challenge_method')).toBe('S256')
  })

  it('keeps neither nonce nor verifier in the clear', async () => {
    const browser = openBrowser(api)
    const url = new URL((await browser.call(signInWith, { provider: 'one' })).data.url)
    const rows = await api.db.challenge.findMany({ where: { purpose: 'provider' } })
    expect(JSON.stringify(rows)).not.toContain(url.searchParams.get('nonce'))
    expect(JSON.stringify(rows)).not.toContain('verifier')
  })

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/%2Fevil.example'])(
    'never leads back to %s',
    async path => {
      const { subject } = addAccount(one)
      const { response } = await signInAt(api, one, subject, { return: path })
      expect(response.headers.location).toBe('/')
    },
  )

  it('leads to no unknown provider', async () => {
    const unknown = await api.call(signInWith, { provider: 'three' }, { sameOrigin: true })
    expect(unknown.problem.code).toBe('not_found')
  })

  it('is limited for a network', async () => {
    const server = await replicaOf(api, { limits: true, environment: one.environment('ONE') })
    const begin = async () => (await server.call(signInWith, { provider: 'one' }, { sameOrigin: true })).status
    await api.db.limit.deleteMany()
    expect(await begin()).toBe(200)
    await api.db.limit.updateMany({ data: { count: 199 } })
    expect([await begin(), await begin()]).toEqual([200, 429])
    await api.db.limit.deleteMany()
  })
})

describe('a callback', () => {
  it('counts once', async () => {
    const { browser, url } = await aboutToReturn()
    const exchanges = () => one.requests.filter(request => request === 'POST /token').length
    const before = exchanges()
    const landed = await Promise.all([browser.arrive(url), browser.arrive(url)])
    expect(landed.map(({ location }) => problemAt(location)).toSorted()).toEqual(['expired', null])
    expect(problemAt((await browser.arrive(url)).location)).toBe('expired')
    // Not because the provider refused to take its code again.
    expect(exchanges() - before).toBe(1)
  })

  it('is not used up by a program that only looks (HEAD)', async () => {
    const { browser, url } = await aboutToReturn()
    const { cookie = '' } = browser.caller()
    const looked = await api.app.inject({ method: 'HEAD', url: url.pathname + url.search, headers: { cookie } })
    expect(looked.statusCode).toBe(405)
    await browser.arrive(url)
    expect(await isSignedIn(browser)).toBe(true)
  })

  it('counts in the browser that began the way only, and another one ends no way (login CSRF)', async () => {
    const { browser, url } = await aboutToReturn()
    const victim = openBrowser(api)
    const { response, location } = await victim.arrive(url)
    expect([response.statusCode, location.pathname, problemAt(location)]).toEqual([303, '/login', 'expired'])
    expect(await isSignedIn(victim)).toBe(false)

    const busy = openBrowser(api)
    await goTo(busy, one, addAccount(one).subject)
    expect(problemAt((await busy.arrive(url)).location)).toBe('expired')
    expect(problemAt((await browser.arrive(url)).location)).toBeNull()
    expect(await isSignedIn(browser)).toBe(true)
  })

  it('of another provider, or moved to its path, is refused (mix-up)', async () => {
    const { browser, url } = await aboutToReturn()
    const moved = new URL(callbackOf('two') + url.search)
    expect(problemAt((await browser.arrive(moved)).location)).toBe('expired')
    expect(await isSignedIn(browser)).toBe(false)
    const elsewhere = await goTo(browser, two, addAccount(two).subject, { id: 'two' })
    const state = elsewhere.searchParams.get('state')
    expect(problemAt((await browser.arrive(withQuery(url, { state }))).location)).toBe('expired')
    expect(await isSignedIn(browser)).toBe(false)
    // It ended neither way.
    expect(problemAt((await browser.arrive(elsewhere)).location)).toBeNull()
    expect(problemAt((await browser.arrive(url)).location)).toBeNull()
  })

  it('of another way of the same browser is refused, by its nonce and verifier', async () => {
    const { browser, url } = await aboutToReturn()
    const other = await goTo(browser, one, addAccount(one).subject)
    const mixed = withQuery(url, { code: other.searchParams.get('code') })
    expect(problemAt((await browser.arrive(mixed)).location)).not.toBeNull()
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('counts for ten minutes', async () => {
    const { browser, url } = await aboutToReturn()
    api.clock.advance(minutes(10))
    expect(problemAt((await browser.arrive(url)).location)).toBe('expired')
  })

  it.each([
    ['without a state', (url: URL) => withQuery(url, { state: null })],
    ['with a forged state', (url: URL) => withQuery(url, { state: 'a'.repeat(86) })],
    ['with two states', (url: URL) => doubled(url, 'state')],
    ['with two codes', (url: URL) => doubled(url, 'code')],
    ['without a code', (url: URL) => withQuery(url, { code: null })],
    ['with the issuer of another provider (RFC 9207)', (url: URL) => withQuery(url, { iss: two.issuer })],
    ['with an error that the provider wrote', (url: URL) => withQuery(url, { code: null, error: '<b>lk_x</b>' })],
    ['without anything', () => new URL(callbackOf('one'))],
  ])('%s leads to the sign-in page, with a word of ours', async (_, changed) => {
    const { browser, url } = await aboutToReturn()
    const { response, location } = await browser.arrive(changed(url))
    expect([response.statusCode, response.body]).toEqual([303, ''])
    expect(location.pathname).toBe('/login')
    expect(location.searchParams.get('with')).toBe('one')
    expect(problemAt(location)).toMatch(/^(expired|misconfigured)$/)
    expect([...location.searchParams.keys()]).toEqual(['with', 'problem'])
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('after the person said no says so', async () => {
    const browser = openBrowser(api)
    const { data } = await browser.call(signInWith, { provider: 'one' })
    const { location } = await browser.arrive(await one.cancel(data.url))
    expect(problemAt(location)).toBe('denied')
  })

  it('to a provider that is not there is an unknown path', async () => {
    const { problem } = await api.call(finishSignInWith, { provider: 'No-Provider' })
    expect(problem.code).toBe('not_found')
  })

  it('writes neither state nor code to the log', async () => {
    const { browser, url } = await aboutToReturn()
    await browser.arrive(url)
    const log = api.logLines.join('\n')
    for (const name of ['state', 'code']) expect(log).not.toContain(url.searchParams.get(name))
  })
})

describe('a provider that is down', () => {
  it('refuses its own way by 503, and no other way', async () => {
    const dead = await startProvider({ redirectUris: [callbackOf('dead')] })
    await dead.close()
    const environment = { ...one.environment('ONE'), ...dead.environment('DEAD') }
    const server = await replicaOf(api, { environment })
    const { problem } = await server.call(signInWith, { provider: 'dead' }, { sameOrigin: true })
    expect([problem.status, problem.code]).toEqual([503, 'provider_unavailable'])
    expect((await server.call(signInWith, { provider: 'one' }, { sameOrigin: true })).status).toBe(200)
    expect((await server.call(signInOptions, {})).status).toBe(200)
  })

  it('between the way there and the way back is named as such', async () => {
    const short = await startProvider({ redirectUris: [callbackOf('short')], clock: api.clock })
    short.accounts.set('ada', { email: 'ada@example.com', email_verified: true })
    const server = await replicaOf(api, { environment: short.environment('SHORT') })
    const browser = openBrowser(server)
    const { data } = await browser.call(signInWith, { provider: 'short' })
    const url = await short.signIn(data.url, 'ada')
    await short.close()
    expect(problemAt((await browser.arrive(url)).location)).toBe('down')
  })
})

describe('a provider that an operator disabled', () => {
  const disabled = { ...one.environment('ONE'), ...two.environment('TWO'), OIDC_ONE_DISABLED: 'true' }

  it('begins no way, and ends none that was begun', async () => {
    const { subject } = await linkedUser(api, one)
    const browser = openBrowser(api)
    const url = await goTo(browser, one, subject)
    const server = await replicaOf(api, { environment: disabled })
    const begun = await server.call(signInWith, { provider: 'one' }, { sameOrigin: true })
    expect(begun.problem.code).toBe('not_found')
    const late = openBrowser(server, browser.caller())
    expect(problemAt((await late.arrive(url)).location)).toBe('refused')
    expect(await isSignedIn(late)).toBe(false)
  })

  it('links nothing that came from it before', async () => {
    const user = await api.createUser()
    const { subject } = addAccount(one, { email: user.email })
    const { browser, location } = await signInAt(api, one, subject)
    const { challenge } = (await takePending(browser, location)).data
    const server = await replicaOf(api, { environment: disabled })
    const answer = await server.call(linkAtSignIn, { challenge, password: user.password }, browser.caller())
    expect(answer.problem.code).toBe('invalid_challenge')
    expect(await api.db.identity.count({ where: { userId: user.id } })).toBe(0)
  })
})

afterAll(() => api.deliver())
