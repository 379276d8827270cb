import { changePassword } from '@latchkey/contracts/auth/account'
import { notMe } from '@latchkey/contracts/auth/recovery'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { describe, expect, it } from 'vitest'
import { withAccount } from '../../../testing/account.ts'
import { mailTo, secretIn, wordsOf } from '../../../testing/mails.ts'
import { minutes } from '../../../testing/movable-clock.ts'
import { noticeNamed } from '../../../testing/notices.ts'
import { testApi } from '../../../testing/test.ts'
import { notify } from './service.ts'

const api = await testApi({ environment: { TRUST_PROXY: 'loopback' } })
type Person = { email: string; password: string }

const signInFrom = (user: Person, ip: string, userAgent = 'curl/8.5.0') =>
  api.call(signIn, user, { headers: { 'x-forwarded-for': ip, 'user-agent': userAgent } })
const waitingJobs = () =>
  api.db.$queryRaw<{ delay: number }[]>`
    select round(extract(epoch from start_after - created_on))::int as delay from pgboss.job
    where name = 'notice' and state = 'created' order by created_on`

describe('mails about new devices', () => {
  it('are one for a script that changes its address within an IPv6 network', async () => {
    const user = await api.createUser()
    for (const address of ['2001:db8:1:2::1', '2001:db8:1:2::2', '2001:db8:1:2:ffff::3'])
      await signInFrom(user, address)
    const [mail, ...others] = await api.deliver()
    expect(others).toEqual([])
    expect(mail?.subject).toBe('New sign-in to your account')
    await signInFrom(user, '2001:db8:1:2::9')
    expect(await api.deliver()).toEqual([])
  })

  it('are one at once and one later for forty addresses; the later one lists and counts the others', async () => {
    const user = await api.createUser()
    await signInFrom(user, '203.0.113.1')
    expect(mailTo(await api.deliver(), user.email).subject).toBe('New sign-in to your account')
    api.clock.advance(minutes(1))
    for (let last = 2; last <= 40; last++) await signInFrom(user, `203.0.113.${last}`)
    expect(await waitingJobs()).toEqual([{ delay: 14 * 60 }])
    const mails = await api.deliver()
    expect(mails).toHaveLength(1)
    const mail = mailTo(mails, user.email)
    expect(mail.subject).toBe('39 new sign-ins to your account')
    const words = wordsOf(mail)
    for (const last of [2, 3, 11]) expect(words).toContain(`Where: 203.0.113.${last} Device: curl`)
    expect(words).not.toContain('203.0.113.12 ')
    expect(words).toContain('29 more')
    expect((await api.call(notMe, { token: secretIn(mail) })).status).toBe(204)
    await api.deliver()
  })

  it('are four an hour at most, as long as it goes on', async () => {
    const user = await api.createUser()
    let mails = 0
    for (let minute = 0; minute < 120; minute++) {
      await signInFrom(user, `198.51.100.${minute}`)
      await api.db.$executeRaw`
        update pgboss.job set start_after = start_after - interval '1 minute' where state = 'created'`
      const due = await api.db.$queryRaw<object[]>`
        select 1 as x from pgboss.job where state = 'created' and start_after <= now()`
      if (due.length > 0) mails += (await api.deliver()).length
      api.clock.advance(minutes(1))
    }
    expect(mails).toBeGreaterThan(4)
    expect(mails).toBeLessThanOrEqual(9)
    await api.deliver()
  })

  it('join a mail that is still unsent, so a mail server that was away sends one', async () => {
    const user = await api.createUser()
    for (let last = 1; last <= 3; last++) await signInFrom(user, `192.0.2.${last}`)
    expect(await api.db.challenge.count({ where: { userId: user.id } })).toBe(1)
    expect(mailTo(await api.deliver(), user.email).subject).toBe('3 new sign-ins to your account')
  })

  it('are not sent if the person pressed the button of an earlier one', async () => {
    const user = await api.createUser()
    await signInFrom(user, '192.0.2.11')
    const token = secretIn(mailTo(await api.deliver(), user.email))
    await signInFrom(user, '192.0.2.12')
    expect((await api.call(notMe, { token })).status).toBe(204)
    expect((await api.deliver()).map(({ subject }) => subject)).toEqual([
      'Your account is locked: choose a new password',
    ])
  })

  it('of one person do not wait for those of another', async () => {
    const [ada, bob] = [await api.createUser(), await api.createUser()]
    await signInFrom(ada, '192.0.2.21')
    await signInFrom(bob, '192.0.2.21')
    expect(await waitingJobs()).toEqual([{ delay: 0 }, { delay: 0 }])
    expect(await api.deliver()).toHaveLength(2)
  })
})

describe('mails about changed passwords', () => {
  it('are merged too, for a script that changes its own password all the time', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user)
    await api.deliver()
    const change = async (token: object, currentPassword: string, newPassword: string) => {
      const { data } = await api.call(changePassword, { currentPassword, newPassword }, token)
      return { token: data.token ?? '' }
    }
    let holder: object = caller
    const passwords = [user.password, ...Array.from({ length: 4 }, (_, at) => `another password, number ${at}`)]
    for (const [at, next] of passwords.slice(1).entries()) holder = await change(holder, passwords[at] ?? '', next)
    const mail = mailTo(await api.deliver(), user.email)
    expect(mail.subject).toBe('Your password was changed')
    expect(wordsOf(mail)).toContain('It was changed 4 times')
  })
})

it('a mail about an address is never merged: each has its own button', async () => {
  const user = await api.createUser()
  for (const detail of ['a@example.com', 'b@example.com'])
    await withAccount(api, user.id, account => notify(account, noticeNamed('email_change_asked'), { detail }))
  expect(await api.deliver()).toHaveLength(2)
})
