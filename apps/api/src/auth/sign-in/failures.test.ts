import { changeEmail, changePassword, confirmEmail } from '@latchkey/contracts/auth/account'
import { forgotPassword, resetPassword } from '@latchkey/contracts/auth/recovery'
import { confirm, signIn } from '@latchkey/contracts/auth/sign-in'
import type { Endpoint } from '@latchkey/contracts/endpoint'
import { pages } from '@latchkey/contracts/pages'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Caller, TestAnswer } from '../../../testing/call-endpoint.ts'
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
const somewhere = (): Caller => ({ headers: { 'x-forwarded-for': `10.1.${networks >> 8}.${networks++ & 255}` } })
const asStranger = ({ email }: Pick<Person, 'email'>, password: string) =>
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

/** Moves a person to another address by the link that is mailed there; answers what their session is then called with. */
async function move(caller: Caller, email: string): Promise<void> {
  expect((await api.call(changeEmail, { email }, { ...caller, ...somewhere() })).status).toBe(202)
  const token = secretIn(mailTo(await api.deliver(), email), pages.confirmEmail)
  expect((await api.call(confirmEmail, { token }, caller)).status).toBe(200)
  await api.deliver()
}

/** Holds the next one who asks the hasher for a place until `release`, and then lets them in, or away. */
function holdNext(outcome: 'heard' | 'unavailable') {
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

async function reset(user: Person): Promise<void> {
  await api.call(forgotPassword, { email: user.email }, somewhere())
  const token = secretIn(mailTo(await api.deliver(), user.email), pages.reset)
  await api.call(resetPassword, { token, password: user.password })
  await api.deliver()
}

describe('fifty wrong passwords in a row', () => {
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

  it('from a known browser take it out of use, until another is chosen', async () => {
    const { user, browser } = await somebody()
    for (let at = 0; at < 50; at++) expect((await inBrowser(user, wrong, browser)).status).toBe(401)
    expect(mailTo(await api.deliver(), user.email).subject).toBe('Your password no longer works')
    expect((await api.db.password.findUniqueOrThrow({ where: { userId: user.id } })).disabledAt).not.toBeNull()
    expect((await inBrowser(user, user.password, browser)).status).toBe(401)
    expect((await asStranger(user, user.password)).status).toBe(401)
    await reset(user)
    expect((await inBrowser(user, user.password, browser)).status).toBe(200)
    await api.deliver()
  })

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

  it('are not made up of those of strangers and those of the owner', async () => {
    const { user, browser } = await somebody()
    for (let at = 0; at < 30; at++) {
      expect((await asStranger(user, wrong)).status).toBe(401)
      expect((await inBrowser(user, wrong, browser)).status).toBe(401)
    }
    expect(await api.deliver()).toEqual([])
    expect((await asStranger(user, user.password)).status).toBe(200)
    expect((await inBrowser(user, user.password, browser)).status).toBe(200)
    await api.deliver()
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

  it('tell as much to the audit log, once, and of which request the last of them was', async () => {
    const { user, browser } = await somebody()
    for (let at = 0; at < 52; at++) await asStranger(user, wrong)
    for (let at = 0; at < 52; at++) await inBrowser(user, wrong, browser)
    expect((await api.deliver()).map(({ subject }) => subject).sort()).toEqual([
      'Somebody is guessing at your password',
      'Your password no longer works',
    ])
    const told = { kind: { in: ['guessed_by_strangers', 'password_disabled'] }, userId: user.id }
    const events = await api.db.auditEvent.findMany({ where: told, orderBy: { kind: 'asc' } })
    const address = user.email
    const requestId = expect.stringMatching(/./)
    expect(events).toMatchObject([
      { kind: 'guessed_by_strangers', address, requestId, ip: expect.stringMatching(/^10\.1\./) },
      { kind: 'password_disabled', address, requestId, ip: '127.0.0.1' },
    ])
  })

  it('at an address that nobody has keep out nobody who moves to it, or is given it, later', async () => {
    const [next, made] = [newAddress(), newAddress()]
    for (const email of [next, made])
      for (let at = 0; at < 51; at++) expect((await asStranger({ email }, wrong)).status).toBe(401)
    expect(await api.deliver()).toEqual([])
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    await move(caller, next)
    await api.createUser(made)
    // What is guessed when a password is chosen is no guess at that one.
    api.clock.advance(1)
    for (const email of [next, made]) {
      expect((await asStranger({ email }, wrong)).status).toBe(401)
      expect(await api.deliver()).toEqual([])
      expect((await asStranger({ email }, user.password)).status).toBe(200)
      expect((await api.deliver()).map(({ subject }) => subject)).toEqual(['New sign-in to your account'])
    }
  })

  it('take the password from strangers wherever its person moves, until another is chosen', async () => {
    const { user, browser } = await somebody()
    for (let at = 0; at < 51; at++) await asStranger(user, wrong)
    await api.deliver()
    const { caller } = await api.signIn(user, { delivery: 'cookie' }, { ...browser, sameOrigin: true })
    const moved = { ...user, email: newAddress() }
    await move(await confirmSession(api, caller, user.password), moved.email)
    expect((await asStranger(moved, user.password)).status).toBe(401)
    await api.db.limit.deleteMany()
    expect((await asStranger(moved, user.password)).status).toBe(401)
    expect((await inBrowser(moved, user.password, browser)).status).toBe(200)
    await reset(moved)
    expect((await asStranger(moved, user.password)).status).toBe(200)
    await api.deliver()
  })

  it.each([
    ['strangers', 'Somebody is guessing at your password'],
    ['the owner', 'Your password no longer works'],
  ])('are told of where one of them was given back while the next was counted: by %s', async (by, subject) => {
    const { user, browser } = await somebody()
    const ask = () => (by === 'strangers' ? asStranger(user, wrong) : inBrowser(user, wrong, browser))
    for (let at = 0; at < 49; at++) await ask()
    expect(await api.deliver()).toEqual([])
    // Then nobody has to wait any more, and these are still in a row.
    api.clock.advance(days(2))
    const { asked, release } = holdNext('unavailable')
    const held = ask()
    await asked
    const { status } = await ask()
    release()
    expect([(await held).status, status]).toEqual([503, 401])
    expect(mailTo(await api.deliver(), user.email).subject).toBe(subject)
  })

  it('take nothing from a password that was chosen while the last of them was heard', async () => {
    const { user, browser } = await somebody()
    for (let at = 0; at < 49; at++) await inBrowser(user, wrong, browser)
    const { asked, release } = holdNext('heard')
    const last = inBrowser(user, wrong, browser)
    await asked
    const chosen = { ...user, password: 'quite another password' }
    await reset(chosen)
    release()
    expect((await last).status).toBe(401)
    expect(await api.deliver()).toEqual([])
    expect((await asStranger(chosen, chosen.password)).status).toBe(200)
    await api.deliver()
  })

  it('are fifty, however much a test may try', async () => {
    const unlimited = await replicaOf(api, {})
    const user = await unlimited.createUser()
    unlimited.clock.advance(1)
    for (let at = 0; at < 49; at++) await unlimited.call(signIn, { email: user.email, password: wrong })
    expect(await unlimited.deliver()).toEqual([])
    await unlimited.call(signIn, { email: user.email, password: wrong })
    expect(mailTo(await unlimited.deliver(), user.email).subject).toBe('Somebody is guessing at your password')
    expect(await kindsOf(user)).toContain('guessed_by_strangers')
  })
})
