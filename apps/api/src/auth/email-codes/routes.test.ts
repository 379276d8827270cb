import { askForCode, signInWithCode } from '@latchkey/contracts/auth/email-codes'
import { forgotPassword, resetPassword } from '@latchkey/contracts/auth/recovery'
import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signInOptions } from '@latchkey/contracts/auth/sign-in'
import { pages } from '@latchkey/contracts/pages'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Caller, cookiesOf } from '../../../testing/call-endpoint.ts'
import { codeIn, mailTo, secretIn, wordsOf } from '../../../testing/mails.ts'
import { minutes } from '../../../testing/movable-clock.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'
import { beginSignIn, codeOf, createUserWithApp } from '../../../testing/totp.ts'
import { keyOf } from '../limits/keys.ts'

const api = await testApi()
// A test with limits must not make the next one wait.
beforeEach(() => api.db.limit.deleteMany())
const subject = /sign-in code/

/** Asks for a code as an API client. */
async function ask(email: string) {
  const { challenge } = (await api.call(askForCode, { email })).accepted
  return { challenge, code: codeIn(mailTo(await api.deliver(), email, subject)) }
}

/** Asks as a browser does. Its caller holds the cookie that ties the code to it. */
async function askInBrowser(email: string) {
  const { accepted, response } = await api.call(askForCode, { email, delivery: 'cookie' }, { sameOrigin: true })
  const caller: Caller = { cookie: cookiesOf(response), sameOrigin: true }
  const mail = mailTo(await api.deliver(), email, subject)
  return { challenge: accepted.challenge, caller, mail, code: codeIn(mail) }
}

const refusalOf = async (input: { challenge: string; code: string }, caller: Caller = {}) =>
  (await api.call(signInWithCode, input, caller)).problem.code

const anotherCode = (code: string) => (code === '000000' ? '000001' : '000000')

describe('POST /api/sessions/email_code', () => {
  it('mails a code with the place that asked, and no link', async () => {
    const { email } = await api.createUser()
    const { mail, code } = await askInBrowser(email)
    expect(mail.subject).toBe(`${code} is your sign-in code`)
    expect(mail.html).toContain(`Type ${code} on the page where you asked for it. It works for 10 minutes.`)
    expect(wordsOf(mail)).toContain('127.0.0.1')
    expect(wordsOf(mail)).toContain('If this was not you, ignore this email.')
    expect(mail.text).not.toContain('http')
  })

  it('answers the same, by the same queries and jobs, for every address, and mails active accounts only', async () => {
    const [active, disabled, deleted] = [await api.createUser(), await api.createUser(), await api.createUser()]
    const gone = api.clock.now()
    await api.db.user.update({ where: { id: disabled.id }, data: { disabledAt: gone } })
    await api.db.user.update({ where: { id: deleted.id }, data: { deletedAt: gone } })
    const seen = async (email: string) => {
      api.queries.length = 0
      const { response } = await api.call(askForCode, { email, delivery: 'cookie' }, { sameOrigin: true })
      const queries = [...api.queries]
      const cookies = response.cookies.map(({ value, ...attributes }) => ({ ...attributes, length: value.length }))
      return { status: response.statusCode, length: response.body.length, cookies, queries }
    }
    const expected = await seen('unknown@example.com')
    expect(expected).toMatchObject({ status: 202, cookies: [{ name: '__Host-latchkey-sign-in', httpOnly: true }] })
    for (const { email } of [active, disabled, deleted]) expect(await seen(email)).toEqual(expected)
    const to = (await api.deliver()).map(mail => mail.to)
    expect(to).toEqual([active.email])
  })

  it('limits the mails to an address, with or without an account', async () => {
    const server = await replicaOf(api, { limits: true })
    const { email } = await api.createUser()
    for (const address of [email, 'unknown@example.com']) {
      const codes = []
      for (let count = 0; count < 6; count++) codes.push((await server.call(askForCode, { email: address })).status)
      expect(codes).toEqual([202, 202, 202, 202, 202, 429])
    }
    await api.deliver()
  })

  it('gives a page of another origin no browser session', async () => {
    const answered = await api.call(askForCode, { email: 'ada@example.com', delivery: 'cookie' })
    expect(answered.problem.code).toBe('cross_origin')
  })

  it('is off by a setting, and the page knows', async () => {
    expect((await api.call(signInOptions, {})).data.emailCode).toBe(true)
    const server = await replicaOf(api, { environment: { EMAIL_CODES: 'false' } })
    expect((await server.call(signInOptions, {})).data.emailCode).toBe(false)
    const { email } = await api.createUser()
    expect((await server.call(askForCode, { email })).problem.code).toBe('not_found')
    const { challenge, code } = await ask(email)
    expect((await server.call(signInWithCode, { challenge, code })).problem.code).toBe('not_found')
  })
})

describe('POST /api/sessions/email_code/verify', () => {
  it('signs a client in by the code, which is one factor', async () => {
    const user = await api.createUser()
    const { data } = await api.call(signInWithCode, { ...(await ask(user.email)), remember: true })
    expect((await api.call(currentSession, {}, { token: data.token ?? '' })).data.user.email).toBe(user.email)
    const row = await api.db.session.findUniqueOrThrow({ where: { id: data.session.id } })
    expect([row.methods, row.remembered]).toEqual([['email'], true])
    await api.deliver()
  })

  it('signs the browser in by cookie, and reports the new device with the way it signed in', async () => {
    const { email } = await api.createUser()
    const { caller, challenge, code } = await askInBrowser(email)
    const { data, response } = await api.call(signInWithCode, { challenge, code: ` ${code} ` }, caller)
    expect(data.token).toBeUndefined()
    expect(cookiesOf(response)).toContain('__Host-latchkey=lk_')
    const mail = mailTo(await api.deliver(), email, /New sign-in/)
    expect(wordsOf(mail)).toContain('Sign-in with a code by email')
  })

  it('gives one session for 64 parallel right codes', async () => {
    const { email } = await api.createUser()
    const asked = await ask(email)
    const answers = await Promise.all(Array.from({ length: 64 }, () => api.call(signInWithCode, asked)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(63)
    expect(await refusalOf(asked)).toBe('invalid_code')
    await api.deliver()
  })

  it('allows five wrong codes for each challenge', async () => {
    const { email } = await api.createUser()
    const { challenge, code } = await ask(email)
    for (let count = 0; count < 5; count++)
      expect(await refusalOf({ challenge, code: anotherCode(code) })).toBe('invalid_code')
    expect(await refusalOf({ challenge, code })).toBe('invalid_code')
  })

  it('counts guesses for the address over all its challenges, with or without an account', async () => {
    const server = await replicaOf(api, { limits: true })
    const user = await api.createUser()
    const statuses = async (email: string) => {
      const found = []
      for (let count = 0; count < 11; count++) {
        const { challenge } = (await api.call(askForCode, { email })).accepted
        found.push((await server.call(signInWithCode, { challenge, code: '000000' })).status)
      }
      return found
    }
    const expected = [...Array.from({ length: 10 }, () => 400), 429]
    expect(await statuses(user.email)).toEqual(expected)
    expect(await statuses('nowhere@example.com')).toEqual(expected)
    await api.deliver()
  })

  it('lets no stranger in another network keep the owner from a code', async () => {
    const server = await replicaOf(api, { limits: true, environment: { TRUST_PROXY: 'loopback' } })
    const from = (ip: string) => ({ headers: { 'x-forwarded-for': ip } })
    const { email } = await api.createUser()
    const stranger = from('203.0.113.7')
    for (let count = 0; count < 6; count++) await server.call(askForCode, { email }, stranger)
    expect((await server.call(askForCode, { email }, stranger)).problem.code).toBe('rate_limited')
    for (let count = 0; count < 11; count++) {
      const { challenge } = (await api.call(askForCode, { email })).accepted
      await server.call(signInWithCode, { challenge, code: '000000' }, stranger)
    }
    await api.deliver()
    const owner = from('198.51.100.9')
    const { challenge } = (await server.call(askForCode, { email }, owner)).accepted
    const code = codeIn(mailTo(await api.deliver(), email, subject))
    expect((await server.call(signInWithCode, { challenge, code }, owner)).status).toBe(200)
    await api.deliver()
  })

  it('allows strangers a hundred wrong codes in a row for a person, then one an hour, and leaves a known browser alone', async () => {
    const server = await replicaOf(api, { limits: true, environment: { TRUST_PROXY: 'loopback' } })
    const { email } = await api.createUser()
    const first = await askInBrowser(email)
    const { response } = await api.call(signInWithCode, { challenge: first.challenge, code: first.code }, first.caller)
    const known: Caller = { cookie: cookiesOf(response), sameOrigin: true }
    const pass = () => {
      for (const { clock } of [api, server]) clock.advance(minutes(8))
    }
    const guess = async (network: number) => {
      const { challenge } = (await api.call(askForCode, { email })).accepted
      const from = { headers: { 'x-forwarded-for': `198.51.100.${network}` } }
      return server.call(signInWithCode, { challenge, code: '000000' }, from)
    }
    for (let count = 0; count < 100; count++) {
      expect((await guess(count)).problem.code).toBe('invalid_code')
      if (count >= 48) pass()
    }
    const waits: string[] = []
    for (let count = 100; count < 112; count++) {
      const refused = await guess(count)
      waits.push(String(refused.response.headers['retry-after'] ?? '-'))
      pass()
    }
    expect(waits).toContain('3120')
    await api.deliver()
    const asked = await api.call(askForCode, { email, delivery: 'cookie' }, known)
    const caller = { cookie: `${known.cookie}; ${cookiesOf(asked.response)}`, sameOrigin: true }
    const code = codeIn(mailTo(await api.deliver(), email, subject))
    expect((await server.call(signInWithCode, { challenge: asked.accepted.challenge, code }, caller)).status).toBe(200)
    await api.deliver()
  })

  it.each(['a reset', 'a new account'] as const)('forgets wrong codes of strangers at %s', async way => {
    const email = `${crypto.randomUUID()}@example.com`
    const key = keyOf(api.deps.keys('limit counter'), 'failed codes of strangers', email)
    const soon = new Date(api.clock.now().getTime() + 60_000)
    const user = way === 'a reset' ? await api.createUser(email) : null
    await api.db.limit.create({ data: { key, count: 120, openAt: soon, expiresAt: soon } })
    if (user) {
      await api.call(forgotPassword, { email })
      const token = secretIn(mailTo(await api.deliver(), email, /Reset/), pages.reset)
      await api.call(resetPassword, { token, password: 'another long password' })
    } else await api.createUser(email)
    expect(await api.db.limit.findUnique({ where: { key } })).toBeNull()
    await api.deliver()
  })

  it('waits for minutes at most between mails to an address, from however many networks', async () => {
    const server = await replicaOf(api, { limits: true, environment: { TRUST_PROXY: 'loopback' } })
    const { email } = await api.createUser()
    const ask = (ip: string) => server.call(askForCode, { email }, { headers: { 'x-forwarded-for': ip } })
    for (let count = 0; count < 40; count++) {
      await ask(`198.51.100.${count}`)
      if (count > 20) server.clock.advance(minutes(2))
    }
    const { response } = await ask('203.0.113.1')
    expect(response.statusCode === 202 || Number(response.headers['retry-after']) <= 120).toBe(true)
    await api.deliver()
  })

  it('works for ten minutes from when it was mailed', async () => {
    const { email } = await api.createUser()
    const asked = await ask(email)
    api.clock.advance(minutes(10))
    expect(await refusalOf(asked)).toBe('invalid_code')
  })

  it('belongs to the browser that asked', async () => {
    const { email } = await api.createUser()
    const { caller, challenge, code } = await askInBrowser(email)
    const other = await askInBrowser(email)
    expect(await refusalOf({ challenge, code })).toBe('invalid_code')
    expect(await refusalOf({ challenge, code }, { sameOrigin: true })).toBe('invalid_code')
    expect(await refusalOf({ challenge, code }, other.caller)).toBe('invalid_code')
    expect((await api.call(signInWithCode, { challenge, code }, caller)).status).toBe(200)
    await api.deliver()
  })

  it('takes no challenge of another purpose, and no code of another challenge', async () => {
    const { user } = await createUserWithApp(api)
    await api.deliver()
    const asked = await ask(user.email)
    const unfinished = await beginSignIn(api, user)
    expect(await refusalOf({ challenge: unfinished.challenge, code: asked.code })).toBe('invalid_code')
    const second = await ask((await api.createUser()).email)
    if (second.code !== asked.code)
      expect(await refusalOf({ challenge: second.challenge, code: asked.code })).toBe('invalid_code')
  })

  it.each([
    ['the person was disabled', { disabledAt: new Date() }],
    ['the account was deleted', { deletedAt: new Date() }],
    ['the account has another address', { email: `${crypto.randomUUID()}@example.com` }],
  ])('refuses a code if meanwhile %s', async (_what, data) => {
    const { id, email } = await api.createUser()
    const asked = await ask(email)
    await api.db.user.update({ where: { id }, data })
    expect(await refusalOf(asked)).toBe('invalid_code')
  })

  it('asks a person with a second factor for it, and mail never satisfies it', async () => {
    const { user, secret } = await createUserWithApp(api)
    await api.deliver()
    const { status, accepted } = await api.call(signInWithCode, await ask(user.email))
    expect([status, accepted.methods]).toEqual([202, ['totp', 'recovery_code']])
    expect((await api.call(currentSession, {}, { token: accepted.challenge })).problem.code).toBe('invalid_token')
    const { code } = await ask(user.email)
    const proof = { challenge: accepted.challenge, method: 'totp' } as const
    expect((await api.call(proveFactor, { ...proof, code })).problem.code).toBe('invalid_factor')
    const { data } = await api.call(proveFactor, { ...proof, code: codeOf(api, secret) })
    const row = await api.db.session.findUniqueOrThrow({ where: { id: data.session.id } })
    expect(row.methods).toEqual(['email', 'otp', 'mfa'])
    await api.deliver()
  })

  it('leaves no code and no secret in the log, in jobs or in the clear', async () => {
    const { email } = await api.createUser()
    const { challenge, code } = await ask(email)
    await refusalOf({ challenge, code: anotherCode(code) })
    const [{ rows }] = await api.db.$queryRaw<[{ rows: string }]>`
      select (select string_agg(challenges::text, ' ') from challenges where address = ${email})
        || (select string_agg(data::text, ' ') from pgboss.job) as rows`
    expect(rows).toContain(email)
    expect(rows).not.toContain(challenge)
    expect(rows).not.toMatch(new RegExp(`\\b${code}\\b`))
    expect(api.logLines.join('\n')).not.toContain(challenge)
    expect(api.logLines.join('\n')).not.toContain(`"${code}"`)
  })
})
