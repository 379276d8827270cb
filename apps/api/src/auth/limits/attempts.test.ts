import { changeEmail, changePassword } from '@latchkey/contracts/auth/account'
import { forgotPassword, resetPassword } from '@latchkey/contracts/auth/recovery'
import { confirm, signIn } from '@latchkey/contracts/auth/sign-in'
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
import { keyOf } from './keys.ts'
import { rules } from './rules.ts'

const behindProxy = { limits: true, environment: { TRUST_PROXY: 'loopback' } }
const api = await testApi(behindProxy)
beforeEach(() => api.db.limit.deleteMany().then(() => {}))
const wrong = 'not the password of anybody'
const newAddress = () => `${crypto.randomUUID()}@example.com`

let networks = 0
const from = (ip: string): Caller => ({ headers: { 'x-forwarded-for': ip } })
/** A stranger in a network where nobody has been yet. */
const somewhere = () => from(`10.${networks >> 8}.${networks++ & 255}.1`)

/** The answers to so many calls, one after the other. */
async function statuses(count: number, call: (at: number) => Promise<{ status: number }>): Promise<number[]> {
  const answered = []
  for (let at = 0; at < count; at++) answered.push((await call(at)).status)
  return answered
}
const all = (count: number, status: number) => Array.from({ length: count }, () => status)
const guess = (email: string, caller: Caller = somewhere(), at = api) =>
  at.call(signIn, { email, password: wrong }, caller)

async function countOf(email: string): Promise<number | undefined> {
  const key = keyOf(api.deps.keys('limit counter'), 'sign-in to an address', email)
  return (await api.db.limit.findUnique({ where: { key } }))?.count
}

/** On a busy machine a connection may take too long: who hears 503 was not counted, and asks again. */
function guessAtOnce(count: number, email: string, servers: TestApi[]): Promise<number[]> {
  const insist = async (at: number): Promise<number> => {
    const { status } = await guess(email, somewhere(), servers[at % servers.length])
    return status === 503 ? insist(at) : status
  }
  return Promise.all(Array.from({ length: count }, (_, at) => insist(at)))
}

describe('guesses at a password', () => {
  it('that all looked before the last free one was counted are not counted past it', async () => {
    const { email } = await api.createUser()
    const { free } = rules['sign-in to an address']
    await statuses(free - 1, () => guess(email))
    const crowded = await replicaOf(api, {
      ...behindProxy,
      environment: { ...behindProxy.environment, DATABASE_POOL: '12' },
    })
    const key = keyOf(api.deps.keys('limit counter'), 'sign-in to an address', email)
    const answers = await api.db.$transaction(async tx => {
      await tx.$queryRaw`select from limits where key = ${key} for update`
      const guesses = Array.from({ length: 8 }, () => guess(email, somewhere(), crowded))
      await waiting(api.db, 8)
      return guesses
    })
    const answered = (await Promise.all(answers)).map(({ status }) => status).sort()
    expect(answered).toEqual([401, ...all(7, 429)])
  })

  it('that come 64 at once all count, and no more than may be tried reach the hasher', async () => {
    const { email } = await api.createUser()
    // More connections than free tries, so that many have looked before one has counted.
    const servers = [api, await replicaOf(api, behindProxy), await replicaOf(api, behindProxy)]
    api.hasher.calls.length = 0
    const { free } = rules['sign-in to an address']
    expect((await guessAtOnce(64, email, servers)).sort()).toEqual([...all(free, 401), ...all(64 - free, 429)])
    expect(servers.flatMap(({ hasher }) => hasher.calls)).toEqual(Array(free).fill('verify'))
    expect(await countOf(email)).toBe(free)

    const server = () => replicaOf(api, { environment: behindProxy.environment })
    const unlimited = [await server(), await server(), await server()]
    const other = (await api.createUser()).email
    expect(await guessAtOnce(64, other, unlimited)).toEqual(all(64, 401))
    await expect.poll(() => countOf(other)).toBe(64)
  })

  it('by a hundred strangers keep no owner out of a browser that is known', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    expect((await statuses(100, () => guess(user.email))).at(-1)).toBe(429)
    const next = from('127.0.0.1')
    expect((await guess(user.email, next)).status).toBe(429)
    const ask = (password: string, how: Caller) =>
      api.call(signIn, { email: user.email, password, delivery: 'cookie' }, { sameOrigin: true, ...how })
    expect((await ask(user.password, {})).status).toBe(429)
    expect((await ask(wrong, caller)).status).toBe(401)
    expect((await ask(user.password, caller)).status).toBe(200)
    await api.deliver()
  })

  it('by strangers end for an owner who knows no browser with a reset: the one in which they choose a password is known', async () => {
    const user = await api.createUser()
    await statuses(20, () => guess(user.email))
    await api.call(forgotPassword, { email: user.email }, somewhere())
    const token = secretIn(mailTo(await api.deliver(), user.email))
    const { response } = await api.call(resetPassword, { token, password: user.password }, { sameOrigin: true })
    const ask = (how: Caller) =>
      api.call(signIn, { ...user, delivery: 'cookie' }, { sameOrigin: true, ...somewhere(), ...how })
    expect((await ask({})).status).toBe(429)
    expect((await ask({ cookie: cookiesOf(response) })).status).toBe(200)
    await api.deliver()
  })

  it('by strangers keep nobody out of the browser in which they signed up', async () => {
    const email = newAddress()
    const password = 'a password of my own'
    const asked = await api.call(signUp, { email, password }, { sameOrigin: true })
    const code = codeIn(mailTo(await api.deliver(), email))
    const browser = { sameOrigin: true, cookie: cookiesOf(asked.response) }
    const { response } = await api.call(verify, { code }, browser)
    await statuses(20, () => guess(email))
    const ask = (how: Caller) => api.call(signIn, { email, password, delivery: 'cookie' }, { sameOrigin: true, ...how })
    expect((await ask({})).status).toBe(429)
    expect((await ask({ cookie: cookiesOf(response) })).status).toBe(200)
    await api.deliver()
  })

  it('wait in the queue as who is known, or as a stranger', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    const places: unknown[] = []
    const { takeTurn } = api.hasher
    onTestFinished(() => {
      api.hasher.takeTurn = takeTurn
    })
    api.hasher.takeTurn = (turn, work) => {
      places.push(turn)
      return takeTurn(turn, work)
    }
    await guess(user.email, from('192.0.2.7'))
    await api.call(signIn, { email: user.email, password: wrong, delivery: 'cookie' }, caller)
    await api.call(confirm, { password: wrong }, caller)
    const known = { ip: '127.0.0.1', knownAs: user.email }
    expect(places).toEqual([{ ip: '192.0.2.7', knownAs: null }, known, known])
    await api.deliver()
  })

  it('may wait in a known browser too, which is known to its own person only', async () => {
    const [user, other] = [await api.createUser(), await api.createUser()]
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    const ask = (email: string) => api.call(signIn, { email, password: wrong, delivery: 'cookie' }, caller)
    await statuses(10, () => guess(other.email))
    expect((await ask(other.email)).status).toBe(429)
    expect(await statuses(11, () => ask(user.email))).toEqual([...all(10, 401), 429])
    // Strangers are counted apart: they begin with ten of their own.
    expect((await guess(user.email)).status).toBe(401)
    await api.deliver()
  })

  it('that are right cost nothing', async () => {
    const user = await api.createUser()
    expect(await statuses(9, () => guess(user.email))).toEqual(all(9, 401))
    expect(await statuses(12, () => api.call(signIn, user, somewhere()))).toEqual(all(12, 200))
    expect(await statuses(2, () => guess(user.email))).toEqual([401, 429])
    await api.deliver()
  })

  it('that nobody could look at cost nothing', async () => {
    const { email } = await api.createUser()
    const { takeTurn } = api.hasher
    onTestFinished(() => {
      api.hasher.takeTurn = takeTurn
    })
    api.hasher.takeTurn = async () => {
      throw unavailable()
    }
    expect(await statuses(30, () => guess(email))).toEqual(all(30, 503))
    api.hasher.takeTurn = takeTurn
    expect(await statuses(11, () => guess(email))).toEqual([...all(10, 401), 429])
  })

  it('count at every server, and after a restart', async () => {
    const { email } = await api.createUser()
    const second = await replicaOf(api, behindProxy)
    expect(await statuses(10, at => guess(email, somewhere(), at % 2 ? api : second))).toEqual(all(10, 401))
    const restarted = await replicaOf(api, behindProxy)
    for (const server of [api, second, restarted]) expect((await guess(email, somewhere(), server)).status).toBe(429)
  })

  it('wait for no server whose clock is behind', async () => {
    const { email } = await api.createUser()
    const ahead = await replicaOf(api, behindProxy)
    ahead.clock.advance(5_000)
    expect(await statuses(10, at => guess(email, somewhere(), at % 2 ? api : ahead))).toEqual(all(10, 401))
  })

  it('wait longer and longer, and exactly as long as they are told; a refused one lengthens nothing', async () => {
    const { email } = await api.createUser()
    await statuses(10, () => guess(email))
    const waits: number[] = []
    for (let turn = 0; turn < 8; turn++) {
      const { problem, response } = await guess(email)
      expect(problem.code).toBe('rate_limited')
      const seconds = Number(response.headers['retry-after'])
      waits.push(seconds)
      api.clock.advance(seconds * 1000 - 1)
      const early = await guess(email)
      expect([early.status, early.response.headers['retry-after']]).toEqual([429, '1'])
      api.clock.advance(1)
      expect((await guess(email)).status).toBe(401)
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map(count => minutes(count) / 1000))
    api.clock.advance(minutes(60) + days(1))
    expect(await statuses(11, () => guess(email))).toEqual([...all(10, 401), 429])
  })

  it('have their wait given back by the right one', async () => {
    const user = await api.createUser()
    await statuses(10, () => guess(user.email))
    api.clock.advance(minutes(1))
    expect((await api.call(signIn, user, somewhere())).status).toBe(200)
    expect(await statuses(2, () => guess(user.email))).toEqual([401, 429])
    await api.deliver()
  })

  it('are counted under one address, however it is spelt', async () => {
    const { email } = await api.createUser(`ada-${crypto.randomUUID()}@bücher.example`.toLowerCase())
    const [local = ''] = email.split('@')
    const spellings = [
      ...[email, email.toUpperCase(), ` ${email}`, `${email}\n`, `${local}@xn--bcher-kva.example`],
      ...[`${local}@bücher.example`, `${local}@bücher.example`, `${local}@BÜCHER.EXAMPLE`],
      ...[`${local}@ｂücher.example`, `${local}@Bücher.Example`],
    ]
    expect(await statuses(10, at => guess(spellings[at] ?? ''))).toEqual(all(10, 401))
    for (const spelling of spellings) expect((await guess(spelling)).status).toBe(429)
  })

  it('are counted under one network, whatever neighbours or headers they claim', async () => {
    const untrusting = await replicaOf(api, { limits: true })
    const forged = (at: number) => guess(newAddress(), from(`203.0.113.${at}`), untrusting)
    expect(await statuses(101, forged)).toEqual([...all(100, 401), 429])

    const neighbour = (at: number) => guess(newAddress(), from(`2001:db8:0:7:${at.toString(16)}:abcd::${at}`))
    expect(await statuses(101, neighbour)).toEqual([...all(100, 401), 429])
    expect((await guess(newAddress(), from('2001:db8:0:8::1'))).status).toBe(401)

    const behind = (at: number) => guess(newAddress(), from(`1.2.3.${at}, 192.0.2.9`))
    expect(await statuses(101, behind)).toEqual([...all(100, 401), 429])
    expect((await guess(newAddress(), from('::ffff:192.0.2.9'))).status).toBe(429)
    expect((await guess(newAddress(), from('192.0.2.9:50123'))).status).toBe(429)
    expect((await guess(newAddress(), from('[2001:db8:0:7::9]:50123'))).status).toBe(429)
  })
})

describe('guesses inside a session', () => {
  it('are counted for that session, by whichever call', async () => {
    const user = await api.createUser()
    const [thief, owner] = [await api.signIn(user), await api.signIn(user)]
    const newPassword = 'another password of theirs'
    const tries = (at: number) =>
      at % 2
        ? api.call(confirm, { password: wrong }, thief.caller)
        : api.call(changePassword, { currentPassword: wrong, newPassword }, thief.caller)
    expect(await statuses(12, tries)).toEqual([...all(10, 401), 429, 429])
    expect((await api.call(confirm, { password: user.password }, thief.caller)).problem.code).toBe('rate_limited')
    expect((await api.call(confirm, { password: user.password }, owner.caller)).status).toBe(200)
    await api.deliver()
  })
})

describe('guesses at a code', () => {
  it('are counted for their network, over all attempts to sign up', async () => {
    const caller = somewhere()
    const guessCode = async () => {
      const { response } = await api.call(
        signUp,
        { email: newAddress(), password: 'a password of my own' },
        somewhere(),
      )
      return api.call(verify, { code: '000000' }, { ...caller, cookie: cookiesOf(response), sameOrigin: true })
    }
    expect(await statuses(31, guessCode)).toEqual([...all(30, 400), 429])
    await api.deliver()
  })

  it('are counted for their address, over all mails and browsers; the link stays', async () => {
    const email = newAddress()
    const password = 'a password of my own'
    const ask = async () =>
      cookiesOf((await api.call(signUp, { email, password }, { ...somewhere(), sameOrigin: true })).response)
    const [one, two] = [await ask(), await ask()]
    const guessCode = (cookie: string) =>
      api.call(verify, { code: '000000' }, { ...somewhere(), cookie, sameOrigin: true })
    const again = async () => {
      await api.call(resend, { email }, { ...somewhere(), cookie: one, sameOrigin: true })
      return api.deliver()
    }
    await api.deliver()
    expect(await statuses(5, () => guessCode(one))).toEqual(all(5, 400))
    await again()
    expect(await statuses(3, () => guessCode(one))).toEqual(all(3, 400))
    expect(await statuses(3, () => guessCode(two))).toEqual([400, 400, 429])
    const mails = await again()
    expect((await guessCode(one)).status).toBe(429)
    const token = secretIn(mailTo(mails, email))
    expect((await api.call(verify, { token }, { cookie: one, sameOrigin: true })).status).toBe(200)
    await api.deliver()
  })
})

describe('mails', () => {
  it('to one mailbox are few, by whichever call and under whatever name of it', async () => {
    const email = `a.d.a-${crypto.randomUUID()}@example.com`
    const [local = ''] = email.split('@')
    const names = [email, email.replaceAll('.d.', 'd.'), `${local}+x@example.com`, `${local}+y.z@EXAMPLE.com`, email]
    const ask = (at: number) =>
      at % 2
        ? api.call(resend, { email: names[at] ?? email }, somewhere())
        : api.call(signUp, { email: names[at] ?? email, password: 'a password of my own' }, somewhere())
    expect(await statuses(7, ask)).toEqual([...all(5, 202), 429, 429])
    api.clock.advance(minutes(1))
    expect((await ask(6)).status).toBe(202)
    await api.deliver()
  })

  it('to reset a password stop, and the answer does not tell', async () => {
    const { email } = await api.createUser()
    const forgot = () => api.call(forgotPassword, { email }, somewhere())
    const before = await forgot()
    await statuses(2, forgot)
    const asked = () => api.deps.jobs.find({ email })
    expect(await asked()).toHaveLength(3)
    const after = await forgot()
    expect([after.status, after.response.body]).toEqual([before.status, before.response.body])
    expect(await asked()).toHaveLength(3)
    await api.deliver()
  })

  it('about other things, asked for in somebody’s name, keep no reset from them', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, await api.createUser())
    const [local = ''] = user.email.split('@')
    const others = [
      () => api.call(resend, { email: user.email }, somewhere()),
      () => api.call(signUp, { email: user.email, password: 'a password of my own' }, somewhere()),
      () => api.call(changeEmail, { email: user.email }, { ...caller, ...somewhere() }),
      () => api.call(forgotPassword, { email: `${local}+x@example.com` }, somewhere()),
    ]
    for (let round = 0; round < 3; round++) for (const ask of others) await ask()
    expect((await api.call(resend, { email: user.email }, somewhere())).status).toBe(429)
    await api.deliver()
    await api.call(forgotPassword, { email: user.email }, somewhere())
    const token = secretIn(mailTo(await api.deliver(), user.email))
    expect((await api.call(resetPassword, { token, password: user.password })).status).toBe(204)
    await api.deliver()
  })

  it('to reset a password can be asked for so often by strangers that at any moment an open link lies in the mailbox', async () => {
    const { id: userId, email } = await api.createUser()
    const key = keyOf(api.deps.keys('limit counter'), 'reset mail to an address', email)
    const openAt = async () => (await api.db.limit.findUnique({ where: { key } }))?.openAt.getTime() ?? 0
    const open = () =>
      api.db.challenge.count({ where: { userId, purpose: 'reset', usedAt: null, expiresAt: { gt: api.clock.now() } } })
    const begun = api.clock.now().getTime()
    let mails = 0
    while (api.clock.now().getTime() < begun + minutes(180)) {
      await api.call(forgotPassword, { email }, somewhere())
      mails += (await api.deliver()).length
      // Whoever floods takes each opening at its first moment; a link is open until then.
      const wait = (await openAt()) - api.clock.now().getTime()
      if (wait > 0) api.clock.advance(wait)
      expect(await open()).toBeGreaterThan(0)
    }
    expect(mails).toBeLessThan(30)
  })

  it('to reset a password are counted apart for a browser that knows their person, and for no other', async () => {
    const [user, other] = [await api.createUser(), await api.createUser()]
    const known = { ...(await api.signIn(user, { delivery: 'cookie' })).caller, ...from('192.0.2.40') }
    await api.deliver()
    const forgot = (email: string, caller: Caller) => api.call(forgotPassword, { email }, caller)
    const mailed = async () => (await api.deliver()).length
    for (const { email } of [user, other]) await statuses(5, () => forgot(email, somewhere()))
    // Nobody else in their network keeps them waiting either.
    await statuses(50, () => forgot(newAddress(), from('192.0.2.40')))
    expect(await mailed()).toBe(6)
    await forgot(other.email, known)
    expect(await mailed()).toBe(0)
    expect(await statuses(5, () => forgot(user.email, known))).toEqual(all(5, 202))
    expect(await mailed()).toBe(3)
  })

  it('that one network asks for are counted, whomever they go to', async () => {
    const caller = somewhere()
    const ask = () => api.call(resend, { email: newAddress() }, caller)
    expect(await statuses(51, ask)).toEqual([...all(50, 202), 429])
    await api.deliver()
  })

  it('about another address are few for each person, whatever they name', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const ask = () => api.call(changeEmail, { email: newAddress() }, { ...caller, ...somewhere() })
    expect(await statuses(6, ask)).toEqual([...all(5, 202), 429])
    await api.deliver()
  })

  it('that never left cost nothing', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user)
    const ask = () => api.call(changeEmail, { email: newAddress() }, { ...caller, ...somewhere() })
    expect(await statuses(8, ask)).toEqual(all(8, 403))
    await api.deliver()
  })
})
