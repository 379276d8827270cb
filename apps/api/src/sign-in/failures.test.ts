import { changePassword } from '@latchkey/contracts/account'
import type { Endpoint } from '@latchkey/contracts/endpoint'
import { pages } from '@latchkey/contracts/pages'
import { forgotPassword, resetPassword } from '@latchkey/contracts/recovery'
import { confirm, signIn } from '@latchkey/contracts/sign-in'
import { describe, expect, it } from 'vitest'
import type { Caller, TestAnswer } from '../testing/call-endpoint.ts'
import { secretIn } from '../testing/confirmed.ts'
import { mailTo } from '../testing/mails.ts'
import { testApi } from '../testing/test.ts'

const api = await testApi({ limits: true, environment: { TRUST_PROXY: 'loopback' } })
const wrong = 'not the password of anybody'
type Person = { id: string; email: string; password: string }

let networks = 0
const somewhere = (): Caller => ({ headers: { 'x-forwarded-for': `10.1.${networks >> 8}.${networks++ & 255}` } })
const asStranger = ({ email }: Person, password: string) =>
  patiently(() => api.call(signIn, { email, password }, somewhere()))
const inBrowser = ({ email }: Person, password: string, browser: Caller) =>
  patiently(() => api.call(signIn, { email, password, delivery: 'cookie' }, { ...browser, sameOrigin: true }))

/** Waits as long as it is told to. */
async function patiently<T extends Pick<TestAnswer<Endpoint>, 'status' | 'response'>>(
  ask: () => Promise<T>,
): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (answer.status !== 429) return answer
    api.clock.advance(Number(answer.response.headers['retry-after']) * 1000)
  }
}

/** A person with a browser that is known, and nothing to read. */
async function somebody() {
  const user = await api.createUser()
  const { caller } = await api.signIn(user, { delivery: 'cookie' })
  await api.deliver()
  const browser: Caller = { cookie: caller.cookie?.split('; ').find(each => each.includes('-device=')) ?? '' }
  return { user, browser }
}

async function reset(user: Person): Promise<void> {
  await api.call(forgotPassword, { email: user.email }, somewhere())
  const token = secretIn(mailTo(await api.deliver(), user.email), pages.reset)
  await api.call(resetPassword, { token, password: user.password })
  await api.deliver()
}

describe('fifty wrong passwords in a row', () => {
  // evidence: V6.3.1 V6.3.5 bug-4
  it('from strangers take the password from strangers, and from nobody else, until another is chosen', async () => {
    const { user, browser } = await somebody()
    for (let at = 0; at < 49; at++) expect((await asStranger(user, wrong)).status).toBe(401)
    expect(await api.deliver()).toEqual([])
    expect((await asStranger(user, wrong)).status).toBe(401)
    expect(mailTo(await api.deliver(), user.email).subject).toBe('Somebody is guessing at your password')

    api.hasher.calls.length = 0
    const refused = await asStranger(user, user.password)
    expect([refused.status, refused.problem.code, api.hasher.calls]).toEqual([401, 'invalid_credentials', ['verify']])
    expect((await inBrowser(user, user.password, browser)).status).toBe(200)
    expect((await asStranger(user, user.password)).status).toBe(401)
    expect(await api.deliver()).toEqual([])

    await reset(user)
    expect((await asStranger(user, user.password)).status).toBe(200)
    await api.deliver()
  })

  // evidence: V6.3.1 V6.3.5
  it('from a known browser take it out of use, until another is chosen', async () => {
    const { user, browser } = await somebody()
    for (let at = 0; at < 50; at++) expect((await inBrowser(user, wrong, browser)).status).toBe(401)
    expect((await inBrowser(user, user.password, browser)).status).toBe(401)
    expect(mailTo(await api.deliver(), user.email).subject).toBe('Your password no longer works')
    expect((await api.db.password.findUniqueOrThrow({ where: { userId: user.id } })).disabledAt).not.toBeNull()
    expect((await inBrowser(user, user.password, browser)).status).toBe(401)
    expect((await asStranger(user, user.password)).status).toBe(401)
    await reset(user)
    expect((await inBrowser(user, user.password, browser)).status).toBe(200)
    await api.deliver()
  })

  // evidence: bug-5
  it('count inside a session as in a known browser', async () => {
    const { user, browser } = await somebody()
    const kept = { delivery: 'cookie', remember: true } as const
    const { caller } = await api.signIn(user, kept, { ...browser, sameOrigin: true })
    for (let at = 0; at < 48; at++) await inBrowser(user, wrong, browser)
    expect((await api.call(confirm, { password: wrong }, caller)).status).toBe(401)
    expect(await api.deliver()).toEqual([])
    const passwords = { currentPassword: wrong, newPassword: 'another password of mine' }
    expect((await api.call(changePassword, passwords, caller)).status).toBe(401)
    expect(mailTo(await api.deliver(), user.email).subject).toBe('Your password no longer works')
    expect((await api.call(confirm, { password: user.password }, caller)).status).toBe(401)
  })

  it('are no longer in a row after the right one, by the same kind of hands', async () => {
    const { user, browser } = await somebody()
    for (let at = 0; at < 30; at++) await inBrowser(user, wrong, browser)
    expect((await inBrowser(user, user.password, browser)).status).toBe(200)
    for (let at = 0; at < 30; at++) await inBrowser(user, wrong, browser)
    expect((await inBrowser(user, user.password, browser)).status).toBe(200)
    for (let at = 0; at < 30; at++) await asStranger(user, wrong)
    expect((await asStranger(user, user.password)).status).toBe(200)
    for (let at = 0; at < 30; at++) await asStranger(user, wrong)
    expect((await asStranger(user, user.password)).status).toBe(200)
    await api.deliver()
  })
})
