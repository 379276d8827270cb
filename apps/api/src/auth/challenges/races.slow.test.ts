import { changeEmail, confirmEmail } from '@latchkey/contracts/auth/account'
import { forgotPassword, notMe, resetPassword } from '@latchkey/contracts/auth/recovery'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { signUp, verify } from '@latchkey/contracts/auth/sign-up'
import { beforeAll, describe, expect, it } from 'vitest'
import { cookiesOf } from '../../../testing/call-endpoint.ts'
import { signInConfirmed } from '../../../testing/confirmed.ts'
import { codeIn, mailTo, secretIn } from '../../../testing/mails.ts'
import { testApi } from '../../../testing/test.ts'
import { isThorough } from '../../../testing/thorough.ts'

const rounds = isThorough ? 100 : 5
const atOnce = 32
// One connection for each request. One that waits for a connection does not race, and gets 503 on a slow machine.
const api = await testApi({ environment: { LOG_LEVEL: 'silent', DATABASE_POOL: String(atOnce + 2) } })
const newAddress = () => `${crypto.randomUUID()}@example.com`
const passwordOf = (number: number) => `the password of number ${number}`

/** Uses one secret many times at once, and returns the numbers of the requests that succeeded. */
async function race(use: (number: number) => Promise<{ status: number }>): Promise<number[]> {
  const answers = await Promise.all(Array.from({ length: atOnce }, (_, number) => use(number)))
  for (const { status } of answers) expect([200, 204, 400]).toContain(status)
  return answers.flatMap(({ status }, number) => (status < 300 ? [number] : []))
}

/** The numbers of the requests whose password opens the account. */
async function numbersOfWorkingPasswords(email: string): Promise<number[]> {
  const { hash } = await api.db.password.findFirstOrThrow({ where: { user: { email } } })
  const works = []
  for (let number = 0; number < atOnce; number++)
    if (await api.deps.hasher.verify(hash, passwordOf(number))) works.push(number)
  return works
}

async function startSignUp() {
  const email = newAddress()
  const input = { email, password: 'a password of my own' }
  const { response } = await api.call(signUp, input, { sameOrigin: true })
  const browser = { cookie: cookiesOf(response), sameOrigin: true }
  return { email, browser, mail: mailTo(await api.deliver(), email) }
}

/** Opens the connections that a race needs. On a busy machine this takes longer than a request may wait. */
async function openConnections(): Promise<void> {
  const looks = await Promise.allSettled(
    Array.from({ length: atOnce }, () => api.db.$queryRaw`select pg_sleep(0.1)::text`),
  )
  if (looks.some(({ status }) => status === 'rejected')) await openConnections()
}
beforeAll(openConnections)

describe(`a secret used ${atOnce} times at once`, () => {
  it('as a sign-up link creates one account, with the password of the winner', async () => {
    for (let round = 0; round < rounds; round++) {
      const { email, mail } = await startSignUp()
      const token = secretIn(mail)
      const winners = await race(number => api.call(verify, { token, password: passwordOf(number) }))
      expect(winners).toHaveLength(1)
      expect(await numbersOfWorkingPasswords(email)).toEqual(winners)
    }
  })

  it('as a sign-up code starts one session', async () => {
    for (let round = 0; round < rounds; round++) {
      const { email, browser, mail } = await startSignUp()
      expect(await race(() => api.call(verify, { code: codeIn(mail) }, browser))).toHaveLength(1)
      expect(await api.db.session.count({ where: { user: { email } } })).toBe(1)
    }
  })

  it('as a reset link sets one password: the password of the winner', async () => {
    for (let round = 0; round < rounds; round++) {
      const { email } = await api.createUser()
      await api.call(forgotPassword, { email })
      const token = secretIn(mailTo(await api.deliver(), email))
      const winners = await race(number => api.call(resetPassword, { token, password: passwordOf(number) }))
      expect(winners).toHaveLength(1)
      expect(await numbersOfWorkingPasswords(email)).toEqual(winners)
      mailTo(await api.deliver(), email, /Your password was changed/)
    }
  })

  it('as a "this was not me" button locks the account once', async () => {
    for (let round = 0; round < rounds; round++) {
      const user = await api.createUser()
      await api.call(signIn, user)
      const token = secretIn(mailTo(await api.deliver(), user.email))
      expect(await race(() => api.call(notMe, { token }))).toHaveLength(1)
      mailTo(await api.deliver(), user.email, /choose a new password/)
    }
  })

  it('as a link to a new address changes the address once', async () => {
    const { caller } = await signInConfirmed(api, await api.createUser())
    for (let round = 0; round < rounds; round++) {
      const email = newAddress()
      expect((await api.call(changeEmail, { email }, caller)).status).toBe(202)
      const token = secretIn(mailTo(await api.deliver(), email))
      expect(await race(() => api.call(confirmEmail, { token }, caller))).toHaveLength(1)
      expect(await api.deliver()).toHaveLength(2)
    }
  })

  it('does not let three links to one account set more than one password', async () => {
    const { email } = await api.createUser()
    const tokens: string[] = []
    for (let i = 0; i < 3; i++) {
      await api.call(forgotPassword, { email })
      tokens.push(secretIn(mailTo(await api.deliver(), email)))
    }
    const use = (number: number) =>
      api.call(resetPassword, { token: tokens[number % 3] ?? '', password: passwordOf(number) })
    const winners = await race(use)
    expect(winners).toHaveLength(1)
    expect(await numbersOfWorkingPasswords(email)).toEqual(winners)
    await api.deliver()
  })

  it('does not let two sign-ups for one address create more than one account', async () => {
    const first = await startSignUp()
    const email = first.email
    await api.call(signUp, { email, password: 'a password of my own' })
    const tokens = [secretIn(first.mail), secretIn(mailTo(await api.deliver(), email))]
    const use = (number: number) => api.call(verify, { token: tokens[number % 2] ?? '', password: passwordOf(number) })
    const winners = await race(use)
    expect(winners).toHaveLength(1)
    expect(await numbersOfWorkingPasswords(email)).toEqual(winners)
  })
})
