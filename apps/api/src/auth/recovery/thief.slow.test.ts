import { changeEmail, confirmEmail, deleteUser } from '@latchkey/contracts/auth/account'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { forgotPassword, keepAccount, notMe, resetPassword } from '@latchkey/contracts/auth/recovery'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { pages } from '@latchkey/contracts/pages'
import { describe, expect, it } from 'vitest'
import type { Caller } from '../../../testing/call-endpoint.ts'
import { mailTo, secretIn } from '../../../testing/mails.ts'
import { minutes } from '../../../testing/movable-clock.ts'
import { testApi } from '../../../testing/test.ts'
import { isThorough } from '../../../testing/thorough.ts'
import { jobHandlers } from '../../platform/feature.ts'
import type { Mail } from '../../platform/mail/mailer.ts'

const api = await testApi()

/** What the button of a security mail may call. */
const buttons = [notMe, keepAccount] as const

/** What the thief can do. They start with a session and the password, and read all mail to their own addresses. */
const moves = {
  async 'asks for a reset'(thief: Thief) {
    await api.call(forgotPassword, { email: await thief.currentAddress() })
    await thief.readMails()
  },
  async 'presses every button'(thief: Thief) {
    for (const token of thief.buttons()) for (const button of buttons) await api.call(button, { token })
    await thief.readMails()
  },
  async 'uses every reset'(thief: Thief) {
    for (const token of thief.resets()) {
      const { status } = await api.call(resetPassword, { token, password: thief.password })
      if (status === 204) await thief.signIn()
    }
    await thief.readMails()
  },
  async 'changes the address'(thief: Thief) {
    await thief.changeAddress()
    await thief.readMails()
  },
  async 'deletes the account'(thief: Thief) {
    await thief.deleteAccount()
    await thief.readMails()
  },
}
type Move = keyof typeof moves

type Thief = Awaited<ReturnType<typeof startTheft>>

async function startTheft() {
  const owner = await api.createUser()
  const kept: Mail[] = []
  const addresses: string[] = []
  let caller: Caller = (await api.signIn(owner)).caller
  const row = () => api.db.user.findUniqueOrThrow({ where: { id: owner.id } })
  const isSignedIn = async () => (await api.call(currentSession, {}, caller)).status === 200
  /** Confirms with the current password of the account. False without a live session. */
  const confirms = async () => {
    if (!(await isSignedIn())) return false
    for (const password of [owner.password, thief.password]) {
      const answer = await api.call(confirm, { password }, caller)
      if (answer.status === 200) caller = { token: answer.data.token ?? '' }
      if (answer.status === 200) return true
    }
    return false
  }
  const secretsOf = (...wanted: string[]) =>
    kept
      .filter(mail => addresses.includes(mail.to))
      .flatMap(mail => wanted.filter(page => mail.text.includes(`${page}#`)).map(page => secretIn(mail, page)))

  const thief = {
    owner,
    password: 'the password of a thief',
    mails: kept,
    isSignedIn,
    currentAddress: async () => (await row()).email,
    buttons: () => secretsOf(pages.notMe, pages.keepAccount),
    resets: () => secretsOf(pages.reset),
    async readMails() {
      kept.push(...(await api.deliver()))
      api.clock.advance(minutes(1))
    },
    async signIn() {
      const { email } = await row()
      const answer = await api.call(signIn, { email, password: thief.password })
      if (answer.status === 200) caller = { token: answer.data.token ?? '' }
    },
    async changeAddress() {
      if (!(await confirms())) return
      const to = `thief-${crypto.randomUUID()}@example.com`
      addresses.push(to)
      await api.call(changeEmail, { email: to }, caller)
      await thief.readMails()
      const token = secretIn(mailTo(kept, to, /Confirm your new address/))
      expect((await api.call(confirmEmail, { token }, caller)).status).toBe(200)
    },
    async deleteAccount() {
      if (await confirms()) expect((await api.call(deleteUser, {}, caller)).status).toBe(200)
    },
  }
  await thief.readMails()
  return thief
}

/** The owner presses the button of a mail in their mailbox. Default: the mail about the change of address. */
async function ownerPresses(thief: Thief, subject = /Your email address was changed/) {
  const button = mailTo(thief.mails, thief.owner.email, subject)
  const [pressed, page] = button.text.includes(pages.keepAccount)
    ? ([keepAccount, pages.keepAccount] as const)
    : ([notMe, pages.notMe] as const)
  const { status } = await api.call(pressed, { token: secretIn(button, page) })
  const mails = await api.deliver()
  thief.mails.push(...mails)
  return { status, mails }
}

async function ownerHasItBack(thief: Thief, mails: readonly Mail[]) {
  const password = 'a password that only the owner knows'
  const token = secretIn(mailTo(mails, thief.owner.email, /choose a new password/))
  expect((await api.call(resetPassword, { token, password })).status).toBe(204)
  expect(await thief.currentAddress()).toBe(thief.owner.email)
  expect((await api.call(signIn, { email: thief.owner.email, password })).status).toBe(200)
}

/** Every order of `count` moves, each of them once. */
const orders = (count: number): Move[][] =>
  count === 0
    ? [[]]
    : orders(count - 1).flatMap(done =>
        (Object.keys(moves) as Move[]).filter(move => !done.includes(move)).map(move => [...done, move]),
      )

/** A chain of addresses, whose buttons restore the ones in between. */
const longChain: Move[] = [
  ...(['changes the address', 'presses every button', 'uses every reset', 'changes the address'] as const),
  ...(['deletes the account', 'presses every button', 'asks for a reset', 'uses every reset'] as const),
]

describe('a thief who has a session and the password, and has changed the address', () => {
  it('loses all access once the owner presses the button in the old mailbox, in any order of moves', async () => {
    for (const order of [...orders(isThorough ? 3 : 2), longChain]) {
      const thief = await startTheft()
      await thief.changeAddress()
      await thief.readMails()
      for (const move of order) await moves[move](thief)
      const { status, mails } = await ownerPresses(thief)
      expect(status, order.join(', ')).toBe(204)

      expect(await thief.isSignedIn(), order.join(', ')).toBe(false)
      for (const token of [...thief.buttons(), ...thief.resets()]) {
        for (const button of buttons)
          expect((await api.call(button, { token })).problem.code, order.join(', ')).toBe('invalid_link')
        const { problem } = await api.call(resetPassword, { token, password: thief.password })
        expect(problem.code, order.join(', ')).toBe('invalid_link')
      }
      for (const password of [thief.owner.password, thief.password])
        for (const email of [thief.owner.email, await thief.currentAddress()])
          expect((await api.call(signIn, { email, password })).status, order.join(', ')).toBe(401)
      await ownerHasItBack(thief, mails)
      await api.deliver()
    }
  })

  it('loses all access by any mail in that mailbox that the owner answers', async () => {
    const changesAndDeletes: Move[] = ['changes the address', 'deletes the account']
    for (const order of [...orders(1), changesAndDeletes, longChain])
      for (const subject of [/New sign-in/, /asked to change/, /address was changed/, /account is deleted/]) {
        const thief = await startTheft()
        await thief.changeAddress()
        await thief.readMails()
        for (const move of order) await moves[move](thief)
        if (!thief.mails.some(mail => mail.to === thief.owner.email && subject.test(mail.subject))) continue
        const { status, mails } = await ownerPresses(thief, subject)
        expect(status, `${order.join(', ')}: ${subject}`).toBe(204)
        expect(await thief.isSignedIn()).toBe(false)
        for (const token of [...thief.buttons(), ...thief.resets()])
          for (const button of buttons) expect((await api.call(button, { token })).problem.code).toBe('invalid_link')
        await ownerHasItBack(thief, mails)
        await api.deliver()
      }
  })

  it('gains nothing by holding back the mail to an address in between', async () => {
    const thief = await startTheft()
    await thief.changeAddress()
    await thief.readMails()
    const between = await thief.currentAddress()
    // The mail server of that address accepts no mail until the owner has acted.
    const { jobs } = api.deps
    const { add } = jobs
    const held: unknown[] = []
    Object.assign(jobs, {
      add: async (...[tx, kind, data]: Parameters<typeof add>) =>
        'restores' in data && data.restores ? void held.push(data) : add(tx, kind, data),
    })
    await thief.changeAddress()
    Object.assign(jobs, { add })
    expect(held).toHaveLength(1)
    await thief.readMails()

    const { mails } = await ownerPresses(thief)
    const notices = jobHandlers(api.deps).find(({ kind }) => kind.name === 'notice')
    for (const data of held) await notices?.handle(data, crypto.randomUUID())
    expect((await api.deliver()).filter(mail => mail.to === between)).toEqual([])
    await ownerHasItBack(thief, mails)
  })
})
