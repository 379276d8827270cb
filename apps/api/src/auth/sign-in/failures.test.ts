import { changeEmail, changePassword, confirmEmail } from '@latchkey/contracts/auth/account'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { forgotPassword, resetPassword } from '@latchkey/contracts/auth/recovery'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import type { Endpoint } from '@latchkey/contracts/endpoint'
import { pages } from '@latchkey/contracts/pages'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Caller, cookiesOf, type TestAnswer } from '../../../testing/call-endpoint.ts'
import { confirmSession, secretIn, signInConfirmed } from '../../../testing/confirmed.ts'
import { mailTo } from '../../../testing/mails.ts'
import { days } from '../../../testing/movable-clock.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'
import { unavailable } from '../../platform/errors.ts'

const api = await testApi({ limits: true, environment: { TRUST_PROXY: 'loopback' } })
const wrong = 'not the password of anybody'
type Person = { email: string; password: string }
const newAddress = () => `${crypto.randomUUID()}@example.com`

let networks = 0
const fromNewNetwork = (): Caller => ({ headers: { 'x-forwarded-for': `10.1.${networks >> 8}.${networks++ & 255}` } })
const asStranger = ({ email }: Pick<Person, 'email'>, password: string) =>
  retryWhenLimited(() => api.call(signIn, { email, password }, fromNewNetwork()))
/** A sign-in in a browser, which keeps its new device token. */
async function inBrowser({ email }: Person, password: string, browser: Caller) {
  const how = { email, password, delivery: 'cookie' } as const
  const answer = await retryWhenLimited(() => api.call(signIn, how, { ...browser, sameOrigin: true }))
  if (answer.status === 200) browser.cookie = deviceIn(cookiesOf(answer.response))
  return answer
}
const deviceIn = (cookies = '') => cookies.split('; ').find(each => each.includes('-device=')) ?? ''

/** Repeats a request after each wait that a 429 asks for. */
async function retryWhenLimited<T extends Pick<TestAnswer<Endpoint>, 'status' | 'response'>>(
  ask: () => Promise<T>,
): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (answer.status !== 429) return answer
    api.clock.advance(Number(answer.response.headers['retry-after']) * 1000)
  }
}

/** A user with a known browser, and no mail left to read. */
async function userWithBrowser() {
  const user = await api.createUser()
  const { caller } = await api.signIn(user, { delivery: 'cookie' })
  await api.deliver()
  const browser: Caller = { cookie: deviceIn(caller.cookie) }
  return { user, browser }
}

/** Changes a user's address, with the link that is mailed to the new one. */
async function move(caller: Caller, email: string): Promise<void> {
  expect((await api.call(changeEmail, { email }, { ...caller, ...fromNewNetwork() })).status).toBe(202)
  const token = secretIn(mailTo(await api.deliver(), email), pages.confirmEmail)
  expect((await api.call(confirmEmail, { token }, caller)).status).toBe(200)
  await api.deliver()
}

/** Holds the next request for a turn of the hasher until `release`, and then grants or refuses it. */
function holdNext(outcome: 'granted' | 'unavailable') {
  const { takeTurn } = api.hasher
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>()
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const restore = () => {
    api.hasher.takeTurn = takeTurn
  }
  onTestFinished(restore)
  api.hasher.takeTurn = async (turn, work) => {
    restore()
    ask()
    await released
    if (outcome === 'unavailable') throw unavailable()
    return takeTurn(turn, work)
  }
  return { asked, release }
}

const kindsOf = async ({ id: userId }: { id: string }) =>
  (await api.db.auditEvent.findMany({ where: { userId }, orderBy: { id: 'asc' } })).map(({ kind }) => kind)

/** Chooses another password for the user by a mailed link. */
async function reset(user: Person): Promise<void> {
  await api.call(forgotPassword, { email: user.email }, fromNewNetwork())
  const token = secretIn(mailTo(await api.deliver(), user.email), pages.reset)
  user.password = `${user.password} again`
  await api.call(resetPassword, { token, password: user.password })
  await api.deliver()
}

describe('fifty wrong passwords in a row', () => {
  it('from strangers make the password fail for strangers only, until another is chosen', async () => {
    const { user, browser } = await userWithBrowser()
    for (let at = 0; at < 49; at++) expect((await asStranger(user, wrong)).status).toBe(401)
    expect(await api.deliver()).toEqual([])
    expect((await asStranger(user, wrong)).status).toBe(401)
    expect(mailTo(await api.deliver(), user.email).subject).toBe('Somebody is guessing your password')

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

  it('in a known browser close that browser only: the password works everywhere else', async () => {
    const { user, browser } = await userWithBrowser()
    const other: Caller = {}
    const { caller } = await api.signIn(user, { delivery: 'cookie', remember: true })
    await inBrowser(user, user.password, other)
    await api.deliver()
    for (let at = 0; at < 50; at++) expect((await inBrowser(user, wrong, browser)).status).toBe(401)
    expect(mailTo(await api.deliver(), user.email).subject).toBe('Too many wrong passwords on one of your devices')
    expect((await api.call(confirm, { password: user.password }, caller)).status).toBe(200)
    expect((await inBrowser(user, user.password, other)).status).toBe(200)
    expect((await asStranger(user, user.password)).status).toBe(200)
    await api.deliver()
    // From now on the closed browser counts among strangers.
    expect((await inBrowser(user, wrong, browser)).status).toBe(401)
    expect((await inBrowser(user, user.password, browser)).status).toBe(200)
    expect(mailTo(await api.deliver(), user.email).subject).toBe('New sign-in to your account')
  })

  it('by a thief who kept the cookie of a shared browser count as those of a stranger', async () => {
    const [{ browser: kept }, user] = [await userWithBrowser(), await api.createUser()]
    const shared = { ...kept }
    expect((await inBrowser(user, user.password, shared)).status).toBe(200)
    await api.deliver()
    for (let at = 0; at < 50; at++) expect((await inBrowser(user, wrong, kept)).status).toBe(401)
    expect(mailTo(await api.deliver(), user.email).subject).toBe('Somebody is guessing your password')
    expect((await inBrowser(user, user.password, shared)).status).toBe(200)
    expect(await api.deliver()).toEqual([])
  })

  it('are counted together in a session and in its browser, and end that session', async () => {
    const { user, browser } = await userWithBrowser()
    const kept = { delivery: 'cookie', remember: true } as const
    const { caller } = await api.signIn(user, kept, { ...browser, sameOrigin: true })
    browser.cookie = deviceIn(caller.cookie)
    for (let at = 0; at < 48; at++) await inBrowser(user, wrong, browser)
    expect((await api.call(confirm, { password: wrong }, caller)).status).toBe(401)
    expect(await api.deliver()).toEqual([])
    const passwords = { currentPassword: wrong, newPassword: 'another password of mine' }
    expect((await api.call(changePassword, passwords, caller)).status).toBe(401)
    expect(mailTo(await api.deliver(), user.email).subject).toBe('Too many wrong passwords on one of your devices')
    const { problem } = await api.call(confirm, { password: user.password }, caller)
    expect(problem).toMatchObject({ code: 'session_ended', reason: 'guessed' })
    expect((await asStranger(user, user.password)).status).toBe(200)
    await api.deliver()
  })

  it('in the session of an API client end that session only', async () => {
    const user = await api.createUser()
    const long = { remember: true } as const
    const [{ caller }, other] = [await api.signIn(user, long), await api.signIn(user, long)]
    const guess = () => retryWhenLimited(() => api.call(confirm, { password: wrong }, caller))
    for (let at = 0; at < 50; at++) expect((await guess()).status).toBe(401)
    await api.deliver()
    expect((await guess()).problem).toMatchObject({ code: 'session_ended', reason: 'guessed' })
    expect((await api.call(confirm, { password: user.password }, other.caller)).status).toBe(200)
  })

  it('are counted separately for strangers and for a known browser', async () => {
    const { user, browser } = await userWithBrowser()
    for (let at = 0; at < 30; at++) {
      expect((await asStranger(user, wrong)).status).toBe(401)
      expect((await inBrowser(user, wrong, browser)).status).toBe(401)
    }
    expect(await api.deliver()).toEqual([])
    expect((await asStranger(user, user.password)).status).toBe(200)
    expect((await inBrowser(user, user.password, browser)).status).toBe(200)
    await api.deliver()
  })

  it('are counted from zero after the right one, for strangers and for a known browser', async () => {
    const { user, browser } = await userWithBrowser()
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

  it('are in the audit log once, with the request of the last of them', async () => {
    const { user, browser } = await userWithBrowser()
    for (let at = 0; at < 52; at++) await asStranger(user, wrong)
    for (let at = 0; at < 52; at++) await inBrowser(user, wrong, browser)
    expect((await api.deliver()).map(({ subject }) => subject).sort()).toEqual([
      'Somebody is guessing your password',
      'Too many wrong passwords on one of your devices',
    ])
    const told = { kind: { in: ['guessed_by_strangers', 'guessed_on_device'] }, userId: user.id }
    const events = await api.db.auditEvent.findMany({ where: told, orderBy: { kind: 'asc' } })
    const address = user.email
    const requestId = expect.stringMatching(/./)
    expect(events).toMatchObject([
      { kind: 'guessed_by_strangers', address, requestId, ip: expect.stringMatching(/^10\.1\./) },
      { kind: 'guessed_on_device', address, requestId, ip: '127.0.0.1', deviceId: expect.stringMatching(/./) },
    ])
  })

  it('at an address without an account do not lock out a user who gets that address later', async () => {
    const [next, made] = [newAddress(), newAddress()]
    for (const email of [next, made])
      for (let at = 0; at < 51; at++) expect((await asStranger({ email }, wrong)).status).toBe(401)
    expect(await api.deliver()).toEqual([])
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    await move(caller, next)
    await api.createUser(made)
    // Attempts at the instant when a password is chosen do not count against it.
    api.clock.advance(1)
    for (const email of [next, made]) {
      expect((await asStranger({ email }, wrong)).status).toBe(401)
      expect(await api.deliver()).toEqual([])
      expect((await asStranger({ email }, user.password)).status).toBe(200)
      expect((await api.deliver()).map(({ subject }) => subject)).toEqual(['New sign-in to your account'])
    }
  })

  it('make it fail for strangers even after a change of address, until another is chosen', async () => {
    const { user, browser } = await userWithBrowser()
    for (let at = 0; at < 51; at++) await asStranger(user, wrong)
    await api.deliver()
    const { caller } = await api.signIn(user, { delivery: 'cookie' }, { ...browser, sameOrigin: true })
    const moved = { ...user, email: newAddress() }
    const confirmed = await confirmSession(api, caller, user.password)
    browser.cookie = deviceIn(confirmed.cookie)
    await move(confirmed, moved.email)
    expect((await asStranger(moved, user.password)).status).toBe(401)
    await api.db.limit.deleteMany()
    expect((await asStranger(moved, user.password)).status).toBe(401)
    expect((await inBrowser(moved, user.password, browser)).status).toBe(200)
    await reset(moved)
    expect((await asStranger(moved, moved.password)).status).toBe(200)
    await api.deliver()
  })

  it.each([
    ['strangers', 'Somebody is guessing your password'],
    ['a known browser', 'Too many wrong passwords on one of your devices'],
  ])('are reported even if one of them was given back while the next was counted: by %s', async (by, subject) => {
    const { user, browser } = await userWithBrowser()
    const ask = () => (by === 'strangers' ? asStranger(user, wrong) : inBrowser(user, wrong, browser))
    for (let at = 0; at < 49; at++) await ask()
    expect(await api.deliver()).toEqual([])
    // After this no wait is left, and the failures are still in a row.
    api.clock.advance(days(2))
    const { asked, release } = holdNext('unavailable')
    const held = ask()
    await asked
    const { status } = await ask()
    release()
    expect([(await held).status, status]).toEqual([503, 401])
    expect(mailTo(await api.deliver(), user.email).subject).toBe(subject)
  })

  it('do not affect a password that was chosen while the last of them was verified', async () => {
    const { user } = await userWithBrowser()
    for (let at = 0; at < 49; at++) await asStranger(user, wrong)
    const { asked, release } = holdNext('granted')
    const last = asStranger(user, wrong)
    await asked
    const chosen = { ...user, password: 'quite another password' }
    await reset(chosen)
    release()
    expect((await last).status).toBe(401)
    expect(await api.deliver()).toEqual([])
    expect((await asStranger(chosen, chosen.password)).status).toBe(200)
    await api.deliver()
  })

  it('are always fifty, even where tests have higher limits', async () => {
    const unlimited = await replicaOf(api, {})
    const user = await unlimited.createUser()
    unlimited.clock.advance(1)
    for (let at = 0; at < 49; at++) await unlimited.call(signIn, { email: user.email, password: wrong })
    expect(await unlimited.deliver()).toEqual([])
    await unlimited.call(signIn, { email: user.email, password: wrong })
    expect(mailTo(await unlimited.deliver(), user.email).subject).toBe('Somebody is guessing your password')
    expect(await kindsOf(user)).toContain('guessed_by_strangers')
  })
})
