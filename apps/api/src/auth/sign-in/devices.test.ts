import { changePassword } from '@latchkey/contracts/auth/account'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { revokeOtherSessions, revokeSession } from '@latchkey/contracts/auth/devices'
import { notMe, resetPassword } from '@latchkey/contracts/auth/recovery'
import { signOut } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { describe, expect, it, vi } from 'vitest'
import { type Caller, cookiesOf } from '../../../testing/call-endpoint.ts'
import { fastHasher } from '../../../testing/fast-hasher.ts'
import { mailTo, secretIn, wordsOf } from '../../../testing/mails.ts'
import { days } from '../../../testing/movable-clock.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'
import { testSecret } from '../../../testing/test-deps.ts'
import { queueHashing } from '../../platform/crypto/hashing-queue.ts'
import { findKnownDevice } from '../sessions/devices.ts'
import { revokeAsAdmin } from '../sessions/service.ts'

const api = await testApi()
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'

/** The device cookie of a browser, without its session cookie. */
const deviceOf = ({ cookie = '' }: Caller): Caller => ({
  cookie: cookie.split('; ').find(each => each.startsWith('__Host-latchkey-device=')) ?? '',
  sameOrigin: true,
})
/** The tokens in a device cookie. */
const tokensOf = (caller: Caller) => deviceOf(caller).cookie?.split('=')[1]?.split('.') ?? []
const inBrowser = (user: { email: string; password: string }, caller: Caller = {}) =>
  api.signIn(user, { delivery: 'cookie' }, caller)
const curl = { headers: { 'user-agent': 'curl/8.5.0' } }
const subjects = async () => (await api.deliver()).map(({ to, subject }) => [to, subject])

/** Holds the answers to a statement back until there are so many: all have then read the same. Returns a function that ends it. */
function holdBack(name: string, count: number): () => void {
  const { prepared } = api.deps
  const all = Promise.withResolvers<void>()
  let answers = 0
  const held = vi.spyOn(api.deps, 'prepared').mockImplementation(async (statement, values) => {
    const rows = await prepared(statement, values)
    if (statement.name !== name) return rows
    answers += 1
    if (answers === count) all.resolve()
    await all.promise
    return rows
  })
  return () => held.mockRestore()
}

describe('a sign-in', () => {
  it('from a new browser is reported by mail: what, when, where, and a button', async () => {
    const user = await api.createUser()
    await inBrowser(user, { headers: { 'user-agent': firefox } })
    const mail = mailTo(await api.deliver(), user.email)
    expect(mail.subject).toBe('New sign-in to your account')
    expect(wordsOf(mail)).toMatch(/Saturday,? 1 March 2036 at 09:00 UTC/)
    expect(wordsOf(mail)).toContain('Where: 127.0.0.1 Device: Firefox on Linux')
    expect(wordsOf(mail)).toContain("This wasn't me")
    expect(mail.text).toContain(`http://localhost:4000/not-me#token=${secretIn(mail)}`)
  })

  it('from the same browser again sends no mail, even long after the session ended', async () => {
    const user = await api.createUser()
    const { caller } = await inBrowser(user)
    await api.deliver()
    api.clock.advance(days(60))
    await inBrowser(user, deviceOf(caller))
    expect(await api.deliver()).toEqual([])
    const [device, ...others] = await api.db.device.findMany({ where: { userId: user.id } })
    expect(others).toEqual([])
    expect(device?.lastSeenAt).toEqual(api.clock.now())
  })

  it('stores in the session which browser it is', async () => {
    const user = await api.createUser()
    const { session, caller } = await inBrowser(user)
    const again = await inBrowser(user, caller)
    const ids = await api.db.session.findMany({
      where: { id: { in: [session.id, again.session.id] } },
      select: { deviceId: true },
    })
    expect(ids[0]?.deviceId).toMatch(/^[0-9a-f-]{36}$/)
    expect(ids[1]).toEqual(ids[0])
    await api.deliver()
  })

  it('from a shared browser is new for each user once, with a token for each in one cookie', async () => {
    const [first, second] = [await api.createUser(), await api.createUser()]
    const { caller } = await inBrowser(first)
    const shared = await inBrowser(second, deviceOf(caller))
    expect(await subjects()).toEqual([first, second].map(({ email }) => [email, 'New sign-in to your account']))
    const again = await inBrowser(first, deviceOf(shared.caller))
    await inBrowser(second, deviceOf(again.caller))
    expect(await api.deliver()).toEqual([])
  })

  it('from a shared browser gets a token that no one had before: a copy that another user kept stays theirs', async () => {
    const [thief, victim] = [await api.createUser(), await api.createUser()]
    const copy = deviceOf((await inBrowser(thief)).caller)
    const shared = await inBrowser(victim, copy)
    expect(tokensOf(shared.caller)[0]).not.toBe(tokensOf(copy)[0])
    await api.deliver()
    await inBrowser(victim, copy)
    expect(await subjects()).toEqual([[victim.email, 'New sign-in to your account']])
    await inBrowser(victim, deviceOf(shared.caller))
    await inBrowser(thief, copy)
    expect(await api.deliver()).toEqual([])
  })

  it('twice at once in a known browser, as after a double click, sends no mail, and the later answer counts', async () => {
    const user = await api.createUser()
    const { caller } = await inBrowser(user)
    await api.deliver()
    const letGo = holdBack('known device', 2)
    const both = await Promise.all([inBrowser(user, deviceOf(caller)), inBrowser(user, deviceOf(caller))])
    letGo()
    expect(await subjects()).toEqual([])
    expect(await api.db.device.count({ where: { userId: user.id } })).toBe(1)
    expect(both.map(each => tokensOf(each.caller))).toEqual([[expect.any(String)], [expect.any(String)]])
    const known = await Promise.all(
      both.map(each => findKnownDevice(api.deps, user.email, tokensOf(each.caller).join('.'))),
    )
    expect(known.filter(Boolean)).toHaveLength(1)
    // The former cookie counts no more once both are done.
    await inBrowser(user, deviceOf(caller))
    expect(await subjects()).toHaveLength(1)
  })

  it('from a known browser makes every copy of its former cookie worthless', async () => {
    const user = await api.createUser()
    const copy = deviceOf((await inBrowser(user)).caller)
    const again = await inBrowser(user, copy)
    expect(tokensOf(again.caller)).toHaveLength(1)
    await api.deliver()
    await inBrowser(user, copy)
    expect(await subjects()).toEqual([[user.email, 'New sign-in to your account']])
    await inBrowser(user, deviceOf(again.caller))
    expect(await api.deliver()).toEqual([])
  })

  it('is known in a browser for the five users who signed in there last', async () => {
    const users = await Promise.all(Array.from({ length: 6 }, () => api.createUser()))
    let device: Caller = {}
    for (const user of users) device = deviceOf((await inBrowser(user, device)).caller)
    expect(tokensOf(device)).toHaveLength(5)
    await api.deliver()
    for (const user of users) await inBrowser(user, device)
    expect(await subjects()).toEqual([[users[0]?.email, 'New sign-in to your account']])
  })

  it.each(['', 'nonsense', `lk_${'A'.repeat(86)}`])('does not accept a forged device cookie: "%s"', async value => {
    const user = await api.createUser()
    const { caller } = await inBrowser(user, { cookie: `__Host-latchkey-device=${value}` })
    expect(deviceOf(caller).cookie).toMatch(/=lk_[\w-]{86}$/)
    expect(deviceOf(caller).cookie).not.toContain(value || 'nothing')
    expect(await api.deliver()).toHaveLength(1)
  })

  it('with a session token in the device cookie is new', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user)
    await api.deliver()
    await inBrowser(user, { cookie: `__Host-latchkey-device=${caller.token}` })
    expect(await api.deliver()).toHaveLength(1)
  })

  it('from a revoked browser is new again, and sets another cookie', async () => {
    const user = await api.createUser()
    const { caller } = await inBrowser(user)
    await api.db.device.updateMany({ where: { userId: user.id }, data: { revokedAt: api.clock.now() } })
    const again = await inBrowser(user, deviceOf(caller))
    expect(deviceOf(again.caller)).not.toEqual(deviceOf(caller))
    expect(await subjects()).toEqual([[user.email, '2 new sign-ins to your account']])
  })

  it('renews the device cookie for 400 days, under the current key', async () => {
    const user = await api.createUser()
    const { caller } = await inBrowser(user)
    await api.deliver()
    api.clock.advance(days(300))
    const rotated = await replicaOf(api, {
      environment: { APP_SECRET: `another secret that is long enough, ${testSecret}` },
    })
    const { response } = await rotated.call(signIn, { ...user, delivery: 'cookie' }, deviceOf(caller))
    expect(response.cookies[1]).toMatchObject({ name: '__Host-latchkey-device', maxAge: 34_560_000 })
    expect(await api.deliver()).toEqual([])
    const renewed = await replicaOf(api, { environment: { APP_SECRET: 'another secret that is long enough' } })
    await renewed.call(signIn, { ...user, delivery: 'cookie' }, deviceOf({ cookie: cookiesOf(response) }))
    expect(await api.deliver()).toEqual([])
  })

  it('from an API client is new once for each network and user agent, even after a sign-out, and sets no cookie', async () => {
    const user = await api.createUser()
    const { data, response } = await api.call(signIn, user, curl)
    expect(response.headers).not.toHaveProperty('set-cookie')
    mailTo(await api.deliver(), user.email)
    await api.call(signOut, {}, { token: data.token ?? '' })
    await api.call(signIn, user, curl)
    expect(await api.deliver()).toEqual([])
    await api.call(signIn, user, { headers: { 'user-agent': 'a-script/1.0' } })
    mailTo(await api.deliver(), user.email)
  })

  it('from an API client whose sessions ended as “not me” is new again, once', async () => {
    const user = await api.createUser()
    await api.call(signIn, user, curl)
    await api.call(notMe, { token: secretIn(mailTo(await api.deliver(), user.email)) })
    const token = secretIn(mailTo(await api.deliver(), user.email))
    const chosen = { email: user.email, password: 'staple battery horse' }
    await api.call(resetPassword, { token, password: chosen.password })
    await api.deliver()
    await api.call(signIn, chosen, curl)
    expect(await subjects()).toEqual([[user.email, 'New sign-in to your account']])
    await api.call(signIn, chosen, curl)
    expect(await api.deliver()).toEqual([])
    expect(await api.db.device.count({ where: { userId: user.id } })).toBe(1)
  })

  it('from an API client is known under an older key too, and under the current key from then on', async () => {
    const user = await api.createUser()
    await api.call(signIn, user, curl)
    await api.deliver()
    const newSecret = 'another secret that is long enough'
    for (const APP_SECRET of [`${newSecret},${testSecret}`, newSecret]) {
      const rotated = await replicaOf(api, { environment: { APP_SECRET } })
      expect((await rotated.call(signIn, user, curl)).status).toBe(200)
      expect(await api.deliver()).toEqual([])
    }
  })

  it('that is refused sends no mail, and makes no browser known', async () => {
    const user = await api.createUser()
    await api.call(signIn, { ...user, password: 'not the password', delivery: 'cookie' }, { sameOrigin: true })
    expect(await api.deliver()).toEqual([])
    expect(await api.db.device.count({ where: { userId: user.id } })).toBe(0)
  })
})

describe('a browser', () => {
  const isKnown = async (user: { email: string; password: string }, device: Caller) => {
    await api.deliver()
    await inBrowser(user, device)
    return (await api.deliver()).every(({ subject }) => subject !== 'New sign-in to your account')
  }
  const countRevocations = (userId: string) => api.db.auditEvent.count({ where: { userId, kind: 'devices_revoked' } })

  it.each([
    ['its user', (id: string, { caller }: { caller: Caller }) => api.call(revokeSession, { id }, caller)],
    ['an admin', (id: string) => revokeAsAdmin(api.deps, id)],
  ])('is no longer known once one of its sessions was revoked by %s', async (_by, revoke) => {
    const user = await api.createUser()
    const [thief, owner, third] = [await inBrowser(user), await inBrowser(user), await inBrowser(user)]
    await revoke(thief.session.id, owner)
    expect(await countRevocations(user.id)).toBe(1)
    expect(await isKnown(user, deviceOf(thief.caller))).toBe(false)
    for (const { caller } of [owner, third]) expect(await isKnown(user, deviceOf(caller))).toBe(true)
  })

  it.each([
    ['all other sessions were ended', (caller: Caller) => api.call(revokeOtherSessions, {}, caller), undefined],
    [
      'the password was changed in another browser',
      (caller: Caller, currentPassword: string) =>
        api.call(changePassword, { currentPassword, newPassword: 'staple battery horse' }, caller),
      'staple battery horse',
    ],
  ])('is no longer known once %s, even if it signed out before', async (_what, act, newPassword) => {
    const user = await api.createUser()
    const [thief, owner] = [await inBrowser(user), await inBrowser(user)]
    await api.call(signOut, {}, thief.caller)
    const { status, response } = await act(owner.caller, user.password)
    expect(status).toBe(200)
    expect(await countRevocations(user.id)).toBe(1)
    const after = { ...user, password: newPassword ?? user.password }
    expect(await isKnown(after, deviceOf(thief.caller))).toBe(false)
    const renewed = { cookie: cookiesOf(response) }
    expect(await isKnown(after, deviceOf(newPassword ? renewed : owner.caller))).toBe(true)
  })

  it('stays known if it revokes its own sessions', async () => {
    const user = await api.createUser()
    const first = await inBrowser(user)
    const device = deviceOf(first.caller)
    const second = await inBrowser(user, device)
    for (const id of [first.session.id, second.session.id]) await api.call(revokeSession, { id }, second.caller)
    expect([await countRevocations(user.id), await isKnown(user, deviceOf(second.caller))]).toEqual([0, true])
  })

  it('does not become known again by a sign-in that was running when its session was revoked', async () => {
    const user = await api.createUser()
    const [thief, owner] = [await inBrowser(user), await inBrowser(user)]
    const { deviceId } = await api.db.session.findUniqueOrThrow({ where: { id: thief.session.id } })
    for (let round = 0; round < 5; round++) {
      const again = inBrowser(user, deviceOf(thief.caller))
      await api.call(revokeSession, { id: thief.session.id }, owner.caller)
      await again
    }
    expect(await isKnown(user, deviceOf(thief.caller))).toBe(false)
    const device = await api.db.device.findUniqueOrThrow({ where: { id: deviceId ?? '' } })
    expect(device.revokedAt).not.toBeNull()
  })

  it.each([
    ['a confirmation', (caller: Caller, { password }: { password: string }) => api.call(confirm, { password }, caller)],
    [
      'a change of password',
      (caller: Caller, user: { password: string }) => {
        const currentPassword = user.password
        user.password = `${currentPassword}, and a new part`
        return api.call(changePassword, { currentPassword, newPassword: user.password }, caller)
      },
    ],
  ])('gets a new token with %s, and a copy of its former cookie is worth nothing', async (_what, act) => {
    const user = await api.createUser()
    const { caller } = await inBrowser(user)
    const { response } = await act(caller, user)
    const device = deviceOf({ cookie: cookiesOf(response) })
    expect(tokensOf(device)).toHaveLength(1)
    expect(await isKnown(user, deviceOf(caller))).toBe(false)
    expect(await isKnown(user, device)).toBe(true)
  })

  it('can sign in while all known browsers of another account send requests at once', async () => {
    const fast = fastHasher()
    let held: Promise<void> | undefined
    const verify: typeof fast.verify = (hash, password) => Promise.resolve(held).then(() => fast.verify(hash, password))
    const hasher = queueHashing({ ...fast, verify }, 1)
    const busy = await replicaOf(api, { environment: { TRUST_PROXY: 'loopback' }, deps: { hasher } })
    const browserOf = async (user: { email: string; password: string }) =>
      deviceOf((await busy.signIn(user, { delivery: 'cookie' })).caller)
    const [mallory, user] = [await busy.createUser(), await busy.createUser()]
    const browsers = [await browserOf(mallory), await browserOf(mallory), await browserOf(mallory)]
    const own = await browserOf(user)
    await busy.deliver()

    const { promise, resolve: release } = Promise.withResolvers<void>()
    held = promise
    const ask = (who: { email: string; password: string }, browser: Caller | undefined, ip: string) =>
      busy.call(signIn, { ...who, delivery: 'cookie' }, { ...browser, headers: { 'x-forwarded-for': ip } })
    let refused = 0
    const flood = Array.from({ length: 40 }, async (_, at) => {
      const { status } = await ask(mallory, browsers[at % 3], `192.0.2.${at % 8}`)
      if (status === 503) refused += 1
    })
    await expect.poll(() => refused).toBe(37)
    const signedIn = ask(user, own, '198.51.100.7')
    release()
    expect((await signedIn).status).toBe(200)
    await Promise.all(flood)
  })

  it('that was revoked counts as a stranger: its guesses lock out strangers only', async () => {
    const limited = await replicaOf(api, { limits: true, environment: { TRUST_PROXY: 'loopback' } })
    const user = await limited.createUser()
    const how = { delivery: 'cookie' } as const
    const [thief, owner] = [await limited.signIn(user, how), await limited.signIn(user, how)]
    await limited.call(revokeSession, { id: thief.session.id }, owner.caller)
    for (let at = 0, wrong = 0; wrong < 50; at++) {
      const headers = { 'x-forwarded-for': `10.9.0.${at}` }
      const guess = { email: user.email, password: 'not the password', ...how }
      const { status } = await limited.call(signIn, guess, { ...deviceOf(thief.caller), headers })
      if (status === 429) limited.clock.advance(3_600_000)
      else wrong += 1
    }
    // Had these counted as guesses in a known browser, this mail would be another.
    mailTo(await limited.deliver(), user.email, /Somebody is guessing/)
    expect((await limited.call(signIn, { ...user, ...how }, deviceOf(owner.caller))).status).toBe(200)
  })
})

describe('the device cookie', () => {
  it('is protected like our other cookies: with it, only our own pages may make an unsafe request', async () => {
    const user = await api.createUser()
    const { caller } = await inBrowser(user)
    const { cookie = '' } = deviceOf(caller)
    expect((await api.call(signIn, user, { cookie })).problem.code).toBe('cross_origin')
    await api.deliver()
  })
})
