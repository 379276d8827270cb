import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { signUp } from '@latchkey/contracts/auth/sign-up'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { testApi } from '../../../testing/test.ts'

const api = await testApi()
const user = await api.createUser()

/** Signs in with a cookie, and returns the token that the browser keeps. */
async function browserToken(): Promise<string> {
  const { caller } = await api.signIn(user, { delivery: 'cookie' })
  return caller.cookie?.split('=')[1] ?? ''
}
const whoAmI = (cookie: string) => api.call(currentSession, {}, { cookie })

describe('a cookie that we set', () => {
  const secret = /=[\w-]{20,}/g
  const setBy = (response: { headers: Record<string, unknown> }) =>
    [response.headers['set-cookie']].flat().map(line => String(line).replace(secret, '=…'))

  it('has these attributes, in this order', async () => {
    const signedIn = await api.call(signIn, { ...user, delivery: 'cookie' }, { sameOrigin: true })
    expect(setBy(signedIn.response)).toEqual([
      '__Host-latchkey=…; Path=/; HttpOnly; Secure; SameSite=Lax',
      '__Host-latchkey-device=…; Max-Age=34560000; Path=/; HttpOnly; Secure; SameSite=Lax',
    ])
  })

  it('has a lifetime if the person asked to be remembered', async () => {
    const signedIn = await api.call(signIn, { ...user, remember: true, delivery: 'cookie' }, { sameOrigin: true })
    expect(setBy(signedIn.response)).toContainEqual(
      expect.stringMatching(/^__Host-latchkey=…; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    )
  })

  it('is cleared with an empty value and a lifetime of zero', async () => {
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    const { response } = await api.call(signOut, {}, { ...caller, sameOrigin: true })
    expect(setBy(response)).toEqual(['__Host-latchkey=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax'])
  })

  it('lives as long as the attempt if it belongs to a sign-up', async () => {
    const { response } = await api.call(
      signUp,
      { email: 'new@example.com', password: 'seven lanterns under a bridge' },
      { sameOrigin: true },
    )
    expect(setBy(response)).toEqual([
      '__Host-latchkey-sign-up=…; Max-Age=86400; Path=/; HttpOnly; Secure; SameSite=Lax',
    ])
  })
})

describe('a cookie at http://localhost', () => {
  const safari =
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15'
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0'
  const signInWith = async (userAgent: string) => {
    const headers = { 'user-agent': userAgent }
    const { response } = await api.call(signIn, { ...user, delivery: 'cookie' }, { sameOrigin: true, headers })
    return [response.headers['set-cookie']].flat().map(String)
  }

  it('is a plain one in WebKit, which drops Secure cookies there', async () => {
    const set = await signInWith(safari)
    expect(set).toEqual([
      expect.stringMatching(/^latchkey=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/),
      expect.stringMatching(/^latchkey-device=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/),
    ])
    const cookie = set[0]?.split(';')[0] ?? ''
    const asked = (userAgent: string) => api.call(currentSession, {}, { cookie, headers: { 'user-agent': userAgent } })
    expect((await asked(safari)).status).toBe(200)
    expect((await asked(chrome)).problem.code).toBe('missing_token')
  })

  it('is a Secure one in every other browser', async () => {
    for (const cookie of await signInWith(chrome)) expect(cookie).toMatch(/^__Host-.*; Secure; /)
  })
})

describe('a cookie that we read', () => {
  it.each([
    ['alone', (token: string) => `__Host-latchkey=${token}`],
    ['between other cookies, without spaces', (token: string) => `a=1;__Host-latchkey=${token};b=2`],
    ['with spaces and tabs around it', (token: string) => ` \t__Host-latchkey \t=\t ${token} ; b=2`],
    ['after junk that is not a cookie', (token: string) => `;; =; junk; =x; __Host-latchkey=${token}`],
    ['percent-encoded', (token: string) => `__Host-latchkey=%6c${token.slice(1)}`],
    ['before a second cookie of the same name', (token: string) => `__Host-latchkey=${token}; __Host-latchkey=other`],
    ['after names that every object has', (token: string) => `__proto__=x; constructor=x; __Host-latchkey=${token}`],
  ])('is accepted %s', async (_, spelled) => {
    expect((await whoAmI(spelled(await browserToken()))).status).toBe(200)
  })

  it.each([
    [
      'as the second cookie of the same name',
      (token: string) => `__Host-latchkey=other; __Host-latchkey=${token}`,
      'invalid_token',
    ],
    ['in quotes', (token: string) => `__Host-latchkey="${token}"`, 'invalid_token'],
    ['with broken percent-encoding', (token: string) => `__Host-latchkey=%zz${token}`, 'invalid_token'],
    ['in another case', (token: string) => `__host-latchkey=${token}`, 'missing_token'],
    ['without its prefix', (token: string) => `latchkey=${token}`, 'missing_token'],
    ['empty', () => '__Host-latchkey=', 'missing_token'],
  ])('is refused %s', async (_, spelled, code) => {
    const { status, problem } = await whoAmI(spelled(await browserToken()))
    expect([status, problem.code]).toEqual([401, code])
  })

  it('is not parsed if there is a bearer token', async () => {
    const { caller } = await api.signIn(user)
    const parse = vi.spyOn(api.app, 'parseCookie')
    onTestFinished(() => parse.mockRestore())
    expect((await api.call(currentSession, {}, caller)).status).toBe(200)
    expect((await api.call(currentSession, {}, { ...caller, cookie: '__Host-latchkey=x' })).status).toBe(200)
    expect((await api.call(signOut, {}, caller)).status).toBe(204)
    expect(parse).not.toHaveBeenCalled()
    await whoAmI('a=1')
    expect(parse).toHaveBeenCalledOnce()
  })
})
