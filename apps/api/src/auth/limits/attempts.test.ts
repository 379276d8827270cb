import { changeEmail, changePassword } from '@latchkey/contracts/auth/account'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { forgotPassword, resetPassword } from '@latchkey/contracts/auth/recovery'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { resend, signUp, verify } from '@latchkey/contracts/auth/sign-up'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type Caller, cookiesOf } from '../../../testing/call-endpoint.ts'
import { signInConfirmed } from '../../../testing/confirmed.ts'
import { codeIn, mailTo, secretIn } from '../../../testing/mails.ts'
import { days, minutes } from '../../../testing/movable-clock.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'
import type { TestApi } from '../../../testing/test-api.ts'
import { waiting } from '../../../testing/waiting.ts'
import { unavailable } from '../../platform/errors.ts'
import { keyOf, siteKeyOf } from './keys.ts'
import { everybodyMs, type RuleName, rules, sharesOfEverybody } from './rules.ts'

const behindProxy = { limits: true, environment: { TRUST_PROXY: 'loopback' } }
const api = await testApi(behindProxy)
beforeEach(() => api.db.limit.deleteMany().then(() => {}))
const wrong = 'not the right password'
const newAddress = () => `${crypto.randomUUID()}@example.com`

let networks = 0
const from = (ip: string): Caller => ({ headers: { 'x-forwarded-for': ip } })
/** A caller in a network that no other test has used. */
const fromNewNetwork = () => from(`10.${networks >> 8}.${networks++ & 255}.1`)

/** The statuses of this many calls, one at a time. */
async function statuses(count: number, call: (at: number) => Promise<{ status: number }>): Promise<number[]> {
  const answered = []
  for (let at = 0; at < count; at++) answered.push((await call(at)).status)
  return answered
}
const all = (count: number, status: number) => Array.from({ length: count }, () => status)
const attempt = (email: string, caller: Caller = fromNewNetwork(), at = api) =>
  at.call(signIn, { email, password: wrong }, caller)

async function countOf(email: string): Promise<number | undefined> {
  const key = keyOf(api.deps.keys('limit counter'), 'sign-in to an address', email)
  return (await api.db.limit.findUnique({ where: { key } }))?.count
}

/** A busy machine may answer 503, because a connection takes too long. Such an attempt is not counted, so it is made again. */
function attemptAtOnce(count: number, email: string, servers: TestApi[]): Promise<number[]> {
  const attemptUntilCounted = async (at: number): Promise<number> => {
    const { status } = await attempt(email, fromNewNetwork(), servers[at % servers.length])
    return status === 503 ? attemptUntilCounted(at) : status
  }
  return Promise.all(Array.from({ length: count }, (_, at) => attemptUntilCounted(at)))
}

describe('password attempts', () => {
  it('do not exceed the limit if all read the count before the last free one is counted', async () => {
    const { email } = await api.createUser()
    const { free } = rules['sign-in to an address']
    await statuses(free - 1, () => attempt(email))
    // On one server, attempts at an address wait for each other before they reach the database.
    const replica = () => replicaOf(api, behindProxy)
    const servers = [api, await replica(), await replica(), await replica()]
    const key = keyOf(api.deps.keys('limit counter'), 'sign-in to an address', email)
    const answers = await api.db.$transaction(async tx => {
      await tx.$queryRaw`select from limits where key = ${key} for update`
      const attempts = servers.flatMap(at => [attempt(email, undefined, at), attempt(email, undefined, at)])
      await waiting(api.db, servers.length)
      return attempts
    })
    const answered = (await Promise.all(answers)).map(({ status }) => status).sort()
    expect(answered).toEqual([401, ...all(7, 429)])
  })

  it('made 64 at once reach the hasher only within the limit; without limits all are counted', async () => {
    const { email } = await api.createUser()
    // More connections than free attempts, so that many read the count before one has written it.
    const servers = [api, await replicaOf(api, behindProxy), await replicaOf(api, behindProxy)]
    api.hasher.calls.length = 0
    const { free } = rules['sign-in to an address']
    expect((await attemptAtOnce(64, email, servers)).sort()).toEqual([...all(free, 401), ...all(64 - free, 429)])
    expect(servers.flatMap(({ hasher }) => hasher.calls)).toEqual(Array(free).fill('verify'))
    expect(await countOf(email)).toBe(free)

    const server = () => replicaOf(api, { environment: behindProxy.environment })
    const unlimited = [await server(), await server(), await server()]
    const other = (await api.createUser()).email
    expect(await attemptAtOnce(64, other, unlimited)).toEqual(all(64, 401))
    await expect.poll(() => countOf(other)).toBe(64)
  })

  it('by a hundred strangers do not lock the owner out of a known browser', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    expect((await statuses(100, () => attempt(user.email))).at(-1)).toBe(429)
    const next = from('127.0.0.1')
    expect((await attempt(user.email, next)).status).toBe(429)
    const ask = (password: string, how: Caller) =>
      api.call(signIn, { email: user.email, password, delivery: 'cookie' }, { sameOrigin: true, ...how })
    expect((await ask(user.password, {})).status).toBe(429)
    expect((await ask(wrong, caller)).status).toBe(401)
    expect((await ask(user.password, caller)).status).toBe(200)
    await api.deliver()
  })

  it('by strangers do not lock out an owner who resets the password: the browser of the reset becomes known', async () => {
    const user = await api.createUser()
    await statuses(20, () => attempt(user.email))
    await api.call(forgotPassword, { email: user.email }, fromNewNetwork())
    const token = secretIn(mailTo(await api.deliver(), user.email))
    const password = 'a password of my own'
    const { response } = await api.call(resetPassword, { token, password }, { sameOrigin: true })
    const ask = (how: Caller) =>
      api.call(
        signIn,
        { email: user.email, password, delivery: 'cookie' },
        { sameOrigin: true, ...fromNewNetwork(), ...how },
      )
    expect((await ask({})).status).toBe(429)
    expect((await ask({ cookie: cookiesOf(response) })).status).toBe(200)
    await api.deliver()
  })

  it('by strangers do not lock a person out of the browser in which they signed up', async () => {
    const email = newAddress()
    const password = 'a password of my own'
    const asked = await api.call(signUp, { email, password }, { sameOrigin: true })
    const code = codeIn(mailTo(await api.deliver(), email))
    const browser = { sameOrigin: true, cookie: cookiesOf(asked.response) }
    const { response } = await api.call(verify, { code }, browser)
    await statuses(20, () => attempt(email))
    const ask = (how: Caller) => api.call(signIn, { email, password, delivery: 'cookie' }, { sameOrigin: true, ...how })
    expect((await ask({})).status).toBe(429)
    expect((await ask({ cookie: cookiesOf(response) })).status).toBe(200)
    await api.deliver()
  })

  it('wait in the queue of the hasher as a known person or as a stranger', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    const turns: unknown[] = []
    const { takeTurn } = api.hasher
    onTestFinished(() => {
      api.hasher.takeTurn = takeTurn
    })
    api.hasher.takeTurn = (turn, work) => {
      turns.push(turn)
      return takeTurn(turn, work)
    }
    await attempt(user.email, from('192.0.2.7'))
    await api.call(signIn, { email: user.email, password: wrong, delivery: 'cookie' }, caller)
    await api.call(confirm, { password: wrong }, caller)
    const known = { ip: '127.0.0.1', knownAs: user.email }
    expect(turns).toEqual([{ ip: '192.0.2.7', knownAs: null }, known, known])
    await api.deliver()
  })

  it('are limited in a known browser too, which is known for its own person only', async () => {
    const [user, other] = [await api.createUser(), await api.createUser()]
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    const ask = (email: string) => api.call(signIn, { email, password: wrong, delivery: 'cookie' }, caller)
    await statuses(10, () => attempt(other.email))
    expect((await ask(other.email)).status).toBe(429)
    expect(await statuses(11, () => ask(user.email))).toEqual([...all(10, 401), 429])
    // Strangers are counted separately: they still have ten attempts.
    expect((await attempt(user.email)).status).toBe(401)
    await api.deliver()
  })

  it('with the right password do not count', async () => {
    const user = await api.createUser()
    expect(await statuses(9, () => attempt(user.email))).toEqual(all(9, 401))
    expect(await statuses(12, () => api.call(signIn, user, fromNewNetwork()))).toEqual(all(12, 200))
    expect(await statuses(2, () => attempt(user.email))).toEqual([401, 429])
    await api.deliver()
  })

  it('that could not be checked do not count', async () => {
    const { email } = await api.createUser()
    const { takeTurn } = api.hasher
    onTestFinished(() => {
      api.hasher.takeTurn = takeTurn
    })
    api.hasher.takeTurn = async () => {
      throw unavailable()
    }
    expect(await statuses(30, () => attempt(email))).toEqual(all(30, 503))
    api.hasher.takeTurn = takeTurn
    expect(await statuses(11, () => attempt(email))).toEqual([...all(10, 401), 429])
  })

  it('are counted across all servers, and after a restart', async () => {
    const { email } = await api.createUser()
    const second = await replicaOf(api, behindProxy)
    expect(await statuses(10, at => attempt(email, fromNewNetwork(), at % 2 ? api : second))).toEqual(all(10, 401))
    const restarted = await replicaOf(api, behindProxy)
    for (const server of [api, second, restarted])
      expect((await attempt(email, fromNewNetwork(), server)).status).toBe(429)
  })

  it('do not have to wait at a server whose clock is behind', async () => {
    const { email } = await api.createUser()
    const ahead = await replicaOf(api, behindProxy)
    ahead.clock.advance(5_000)
    expect(await statuses(10, at => attempt(email, fromNewNetwork(), at % 2 ? api : ahead))).toEqual(all(10, 401))
  })

  it('wait longer each time, exactly as long as the response says; a refused one does not extend the wait', async () => {
    const { email } = await api.createUser()
    await statuses(10, () => attempt(email))
    const waits: number[] = []
    for (let turn = 0; turn < 8; turn++) {
      const { problem, response } = await attempt(email)
      expect(problem.code).toBe('rate_limited')
      const seconds = Number(response.headers['retry-after'])
      waits.push(seconds)
      api.clock.advance(seconds * 1000 - 1)
      const early = await attempt(email)
      expect([early.status, early.response.headers['retry-after']]).toEqual([429, '1'])
      api.clock.advance(1)
      expect((await attempt(email)).status).toBe(401)
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map(count => minutes(count) / 1000))
    api.clock.advance(minutes(60) + days(1))
    expect(await statuses(11, () => attempt(email))).toEqual([...all(10, 401), 429])
  })

  it('with the right password also give back the wait that they started', async () => {
    const user = await api.createUser()
    await statuses(10, () => attempt(user.email))
    api.clock.advance(minutes(1))
    expect((await api.call(signIn, user, fromNewNetwork())).status).toBe(200)
    expect(await statuses(2, () => attempt(user.email))).toEqual([401, 429])
    await api.deliver()
  })

  it('are counted under one address, in every spelling', async () => {
    const { email } = await api.createUser(`ada-${crypto.randomUUID()}@bücher.example`.toLowerCase())
    const [local = ''] = email.split('@')
    const spellings = [
      ...[email, email.toUpperCase(), ` ${email}`, `${email}\n`, `${local}@xn--bcher-kva.example`],
      ...[`${local}@bücher.example`, `${local}@bücher.example`, `${local}@BÜCHER.EXAMPLE`],
      ...[`${local}@ｂücher.example`, `${local}@Bücher.Example`],
    ]
    expect(await statuses(10, at => attempt(spellings[at] ?? ''))).toEqual(all(10, 401))
    for (const spelling of spellings) expect((await attempt(spelling)).status).toBe(429)
  })

  it('are counted under one network, for all its addresses and with forged headers', async () => {
    const untrusting = await replicaOf(api, { limits: true })
    const forged = (at: number) => attempt(newAddress(), from(`203.0.113.${at}`), untrusting)
    expect(await statuses(101, forged)).toEqual([...all(100, 401), 429])

    const neighbour = (at: number) => attempt(newAddress(), from(`2001:db8:0:7:${at.toString(16)}:abcd::${at}`))
    expect(await statuses(101, neighbour)).toEqual([...all(100, 401), 429])
    expect((await attempt(newAddress(), from('2001:db8:0:8::1'))).status).toBe(401)

    const behind = (at: number) => attempt(newAddress(), from(`1.2.3.${at}, 192.0.2.9`))
    expect(await statuses(101, behind)).toEqual([...all(100, 401), 429])
    expect((await attempt(newAddress(), from('::ffff:192.0.2.9'))).status).toBe(429)
    expect((await attempt(newAddress(), from('192.0.2.9:50123'))).status).toBe(429)
    expect((await attempt(newAddress(), from('[2001:db8:0:7::9]:50123'))).status).toBe(429)
  })

  it('are counted for the whole site of an IPv6 network; a known browser in it does not have to wait', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    const inSite = (at: number) => from(`2001:db8:5:${at.toString(16)}::1`)
    /** Makes one attempt, and raises the count of the site to one below its limit. */
    async function useUp(rule: RuleName, call: () => Promise<{ status: number }>) {
      const { status } = await call()
      const key = siteKeyOf(api.deps.keys('limit counter'), rule, '2001:db8:5::1') ?? ''
      await api.db.limit.update({ where: { key }, data: { count: rules[rule].free * 2 - 1 } })
      return status
    }
    expect(await useUp('sign-in from a network', () => attempt(newAddress(), inSite(1)))).toBe(401)
    expect(await statuses(2, at => attempt(newAddress(), inSite(at + 2)))).toEqual([401, 429])
    expect((await attempt(newAddress(), from('2001:db8:6::1'))).status).toBe(401)
    const known = await api.call(signIn, { ...user, delivery: 'cookie' }, { ...caller, ...inSite(300) })
    expect(known.status).toBe(200)
    const mail = (at: number) => api.call(resend, { email: newAddress() }, inSite(at))
    expect(await useUp('mail from a network', () => mail(1))).toBe(202)
    expect(await statuses(2, at => mail(at + 2))).toEqual([202, 429])
    await api.deliver()
  })

  it('at ever new addresses from ever new networks raise an alarm and slow strangers, but no known browser', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    const { free } = rules['sign-in from anywhere']
    const window = Math.floor(api.clock.now().getTime() / everybodyMs)
    const shares = Array.from({ length: sharesOfEverybody }, (_, share) => ({
      key: keyOf(api.deps.keys('limit counter'), 'sign-in from anywhere', `${window} ${share}`),
      ...{ count: free - 1, openAt: new Date(0), expiresAt: new Date((window + 1) * everybodyMs) },
    }))
    await api.db.limit.deleteMany()
    await api.db.limit.createMany({ data: shares })
    const isAlarm = (line: string) => line.includes('password_spraying')
    expect(api.logLines.filter(isAlarm)).toEqual([])
    const answered = await statuses(100, () => attempt(newAddress()))
    expect(new Set(answered)).toEqual(new Set([401, 429]))
    expect(answered.filter(status => status === 401)).toHaveLength(api.logLines.filter(isAlarm).length)
    const openAt = new Date(api.clock.now().getTime() + 10_000)
    await api.db.limit.updateMany({ where: { key: { in: shares.map(({ key }) => key) } }, data: { openAt } })
    expect((await attempt(newAddress())).response.headers['retry-after']).toBe('10')
    expect((await api.call(signIn, { ...user, delivery: 'cookie' }, caller)).status).toBe(200)
    api.clock.advance(everybodyMs)
    expect((await attempt(newAddress())).status).toBe(401)
    await api.deliver()
  })

  it('once or twice at an address leave a count for a week, more of them for 400 days, the right one none', async () => {
    const user = await api.createUser()
    const key = keyOf(api.deps.keys('limit counter'), 'failures of strangers', user.email)
    const keptForMs = async () => {
      const { expiresAt } = await api.db.limit.findUniqueOrThrow({ where: { key } })
      return expiresAt.getTime() - api.clock.now().getTime()
    }
    for (const kept of [7, 7, 400]) {
      await attempt(user.email)
      expect(await keptForMs()).toBe(days(kept))
    }
    await api.call(signIn, user, fromNewNetwork())
    expect(await keptForMs()).toBe(0)
    await api.deliver()
  })
})

describe('password attempts inside a session', () => {
  it('are counted for that session, across all endpoints', async () => {
    const user = await api.createUser()
    const [thief, owner] = [await api.signIn(user), await api.signIn(user)]
    const newPassword = 'another password of the thief'
    const attempt = (at: number) =>
      at % 2
        ? api.call(confirm, { password: wrong }, thief.caller)
        : api.call(changePassword, { currentPassword: wrong, newPassword }, thief.caller)
    expect(await statuses(12, attempt)).toEqual([...all(10, 401), 429, 429])
    expect((await api.call(confirm, { password: user.password }, thief.caller)).problem.code).toBe('rate_limited')
    expect((await api.call(confirm, { password: user.password }, owner.caller)).status).toBe(200)
    await api.deliver()
  })
})

describe('attempts at a code', () => {
  it('are counted for their network, across all sign-ups', async () => {
    const caller = fromNewNetwork()
    const attemptCode = async () => {
      const { response } = await api.call(
        signUp,
        { email: newAddress(), password: 'a password of my own' },
        fromNewNetwork(),
      )
      return api.call(verify, { code: '000000' }, { ...caller, cookie: cookiesOf(response), sameOrigin: true })
    }
    expect(await statuses(31, attemptCode)).toEqual([...all(30, 400), 429])
    await api.deliver()
  })

  it('are counted for their address, across all mails and browsers; the link still works', async () => {
    const email = newAddress()
    const password = 'a password of my own'
    const ask = async () =>
      cookiesOf((await api.call(signUp, { email, password }, { ...fromNewNetwork(), sameOrigin: true })).response)
    const [one, two] = [await ask(), await ask()]
    const attemptCode = (cookie: string) =>
      api.call(verify, { code: '000000' }, { ...fromNewNetwork(), cookie, sameOrigin: true })
    const again = async () => {
      await api.call(resend, { email }, { ...fromNewNetwork(), cookie: one, sameOrigin: true })
      return api.deliver()
    }
    await api.deliver()
    expect(await statuses(5, () => attemptCode(one))).toEqual(all(5, 400))
    await again()
    expect(await statuses(3, () => attemptCode(one))).toEqual(all(3, 400))
    expect(await statuses(3, () => attemptCode(two))).toEqual([400, 400, 429])
    const mails = await again()
    expect((await attemptCode(one)).status).toBe(429)
    const token = secretIn(mailTo(mails, email))
    expect((await api.call(verify, { token }, { cookie: one, sameOrigin: true })).status).toBe(200)
    await api.deliver()
  })
})

describe('mails', () => {
  it('to one mailbox are limited, across all endpoints and all its addresses', async () => {
    const email = `a.d.a-${crypto.randomUUID()}@example.com`
    const [local = ''] = email.split('@')
    const names = [email, email.replaceAll('.d.', 'd.'), `${local}+x@example.com`, `${local}+y.z@EXAMPLE.com`, email]
    const ask = (at: number) =>
      at % 2
        ? api.call(resend, { email: names[at] ?? email }, fromNewNetwork())
        : api.call(signUp, { email: names[at] ?? email, password: 'a password of my own' }, fromNewNetwork())
    expect(await statuses(7, ask)).toEqual([...all(5, 202), 429, 429])
    api.clock.advance(minutes(1))
    expect((await ask(6)).status).toBe(202)
    await api.deliver()
  })

  it('to reset a password stop at the limit, and the response does not show it', async () => {
    const { email } = await api.createUser()
    const forgot = () => api.call(forgotPassword, { email }, fromNewNetwork())
    const before = await forgot()
    await statuses(2, forgot)
    const asked = () => api.deps.jobs.find([{ email }], 100)
    expect(await asked()).toHaveLength(3)
    const after = await forgot()
    expect([after.status, after.response.body]).toEqual([before.status, before.response.body])
    expect(await asked()).toHaveLength(3)
    await api.deliver()
  })

  it('for other purposes, requested by strangers, do not use up the mails for a reset', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, await api.createUser())
    const [local = ''] = user.email.split('@')
    const others = [
      () => api.call(resend, { email: user.email }, fromNewNetwork()),
      () => api.call(signUp, { email: user.email, password: 'a password of my own' }, fromNewNetwork()),
      () => api.call(changeEmail, { email: user.email }, { ...caller, ...fromNewNetwork() }),
      () => api.call(forgotPassword, { email: `${local}+x@example.com` }, fromNewNetwork()),
    ]
    for (let round = 0; round < 3; round++) for (const ask of others) await ask()
    expect((await api.call(resend, { email: user.email }, fromNewNetwork())).status).toBe(429)
    await api.deliver()
    await api.call(forgotPassword, { email: user.email }, fromNewNetwork())
    const token = secretIn(mailTo(await api.deliver(), user.email))
    expect((await api.call(resetPassword, { token, password: 'a password of my own' })).status).toBe(204)
    await api.deliver()
  })

  it('to reset a password always leave an open link in the mailbox, however often strangers request one', async () => {
    const { id: userId, email } = await api.createUser()
    const key = keyOf(api.deps.keys('limit counter'), 'reset mail to an address', email)
    const openAt = async () => (await api.db.limit.findUnique({ where: { key } }))?.openAt.getTime() ?? 0
    const open = () =>
      api.db.challenge.count({ where: { userId, purpose: 'reset', usedAt: null, expiresAt: { gt: api.clock.now() } } })
    const begun = api.clock.now().getTime()
    let mails = 0
    while (api.clock.now().getTime() < begun + minutes(180)) {
      await api.call(forgotPassword, { email }, fromNewNetwork())
      mails += (await api.deliver()).length
      // The attacker uses each opening at once. The last link must stay open until then.
      const wait = (await openAt()) - api.clock.now().getTime()
      if (wait > 0) api.clock.advance(wait)
      expect(await open()).toBeGreaterThan(0)
    }
    expect(mails).toBeLessThan(30)
  })

  it('to reset a password are counted separately for a known browser, for its own person only', async () => {
    const [user, other] = [await api.createUser(), await api.createUser()]
    const known = { ...(await api.signIn(user, { delivery: 'cookie' })).caller, ...from('192.0.2.40') }
    await api.deliver()
    const forgot = (email: string, caller: Caller) => api.call(forgotPassword, { email }, caller)
    const mailed = async () => (await api.deliver()).length
    for (const { email } of [user, other]) await statuses(5, () => forgot(email, fromNewNetwork()))
    // Other people in the same network must not make them wait either.
    await statuses(50, () => forgot(newAddress(), from('192.0.2.40')))
    expect(await mailed()).toBe(6)
    await forgot(other.email, known)
    expect(await mailed()).toBe(0)
    expect(await statuses(5, () => forgot(user.email, known))).toEqual(all(5, 202))
    expect(await mailed()).toBe(3)
  })

  it('requested by one network are counted, across all recipients', async () => {
    const caller = fromNewNetwork()
    const ask = () => api.call(resend, { email: newAddress() }, caller)
    expect(await statuses(51, ask)).toEqual([...all(50, 202), 429])
    await api.deliver()
  })

  it('to a new address are limited for each person, across all addresses', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const ask = () => api.call(changeEmail, { email: newAddress() }, { ...caller, ...fromNewNetwork() })
    expect(await statuses(6, ask)).toEqual([...all(5, 202), 429])
    await api.deliver()
  })

  it('that were not sent do not count', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user)
    const ask = () => api.call(changeEmail, { email: newAddress() }, { ...caller, ...fromNewNetwork() })
    expect(await statuses(8, ask)).toEqual(all(8, 403))
    await api.deliver()
  })
})
