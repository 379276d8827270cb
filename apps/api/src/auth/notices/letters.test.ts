import { notMe } from '@latchkey/contracts/auth/recovery'
import { describe, expect, it } from 'vitest'
import { withAccount } from '../../../testing/account.ts'
import { mailTo, secretIn, wordsOf } from '../../../testing/mails.ts'
import { noticeNamed } from '../../../testing/notices.ts'
import { testApi } from '../../../testing/test.ts'
import { systemContext } from '../../platform/context.ts'
import { jobs } from './jobs.ts'
import { type About, notify } from './service.ts'

const api = await testApi()
const userAgent =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
const detail = 'another@example.com'

async function sendNotice({ kind, ...notice }: About & { kind: string }) {
  const user = await api.createUser()
  await withAccount(api, user.id, account =>
    notify(account, noticeNamed(kind), { where: { ip: '203.0.113.7', userAgent }, ...notice }),
  )
  return mailTo(await api.deliver(), user.email)
}

describe('a mail about the security of an account', () => {
  it.each([
    [{ kind: 'password_changed' }, 'Your password was changed', 'New password'],
    [
      { kind: 'email_change_asked', detail },
      'Somebody asked to change your email address',
      `Change of address to ${detail}`,
    ],
    [
      { kind: 'email_changed', restores: true, detail },
      'Your email address was changed',
      `Change of address to ${detail}`,
    ],
    [
      { kind: 'email_changed', detail },
      'This is now the email address of your account',
      'Change of address to this one',
    ],
    [{ kind: 'signed_in', detail: 'pwd' }, 'New sign-in to your account', 'Sign-in with your password'],
    [
      { kind: 'signed_in', detail: 'email otp mfa' },
      'New sign-in to your account',
      'Sign-in with a code by email and a code of your app',
    ],
    [{ kind: 'signed_in', detail: 'swk user mfa' }, 'New sign-in to your account', 'Sign-in with a passkey'],
    [{ kind: 'guessed_by_strangers' }, 'Somebody is guessing your password', 'The last of 50 wrong passwords'],
    [
      { kind: 'guessed_on_device' },
      'Too many wrong passwords on one of your devices',
      'The last of 50 wrong passwords',
    ],
    [{ kind: 'account_deleted' }, 'Your account is deleted', 'Deletion of your account'],
  ] as const)('says what, when and where, and has the button: %j', async (notice, subject, what) => {
    const mail = await sendNotice(notice)
    expect(mail.subject).toBe(subject)
    const words = wordsOf(mail)
    expect(words).toContain(what)
    expect(words).toMatch(/Saturday,? 1 March 2036 at 09:00 UTC/)
    expect(words).toContain('Where: 203.0.113.7 Device: Safari on iPhone')
    const [button, page] =
      notice.kind === 'account_deleted' ? ['Keep my account', 'keep-account'] : ["This wasn't me", 'not-me']
    expect(words).toContain(button)
    expect(words).toMatch(new RegExp(` http://localhost:4000/${page}#token=lk_[\\w-]{86}`))
    expect(words).not.toMatch(/!|oops|please/i)
  })

  it('names its button where it has two, and speaks of no other where it has one', async () => {
    const asked = { kind: 'email_change_asked', detail }
    const two = wordsOf(await sendNotice({ ...asked, furtherLifetimeMs: 60_000 }))
    expect(two).toContain('Cancel the change')
    expect(two).toContain('If you changed your mind')
    expect(two).toContain("press “This wasn't me”")
    const one = wordsOf(await sendNotice(asked))
    expect(one).not.toMatch(/cancel/i)
    expect(one).toContain("press “This wasn't me”")
  })

  it('says when the event happened, even if the mail is sent late', async () => {
    const at = new Date('2036-02-29T23:59:00Z')
    expect(wordsOf(await sendNotice({ kind: 'signed_in', at }))).toMatch(/Friday,? 29 February 2036 at 23:59 UTC/)
  })

  it('names only what it knows of the place', async () => {
    const from = async (where: About['where'] & object) => wordsOf(await sendNotice({ kind: 'signed_in', where }))
    const ip = '203.0.113.7'
    expect(await from({ ip, userAgent: 'curl/8.5.0' })).toContain('Where: 203.0.113.7 Device: curl ')
    expect(await from({ ip, userAgent: null })).not.toContain('Device')
    expect(await from({ ip: null, userAgent })).not.toContain('Where')
  })

  it('is not sent if the account is gone', async () => {
    const user = await api.createUser()
    await withAccount(api, user.id, account => notify(account, noticeNamed('account_deleted')))
    await api.db.user.delete({ where: { id: user.id } })
    expect(await api.deliver()).toEqual([])
  })

  it('has a working button in each copy if the mail is sent twice', async () => {
    const user = await api.createUser()
    const notice = { userId: user.id, kind: 'signed_in' }
    await withAccount(api, user.id, account => notify(account, noticeNamed('signed_in')))
    const { id: challengeId } = await api.db.challenge.findFirstOrThrow({ where: { userId: user.id } })
    const first = mailTo(await api.deliver(), user.email)
    // The mail server accepted the mail, but the connection broke before it confirmed. So the job runs again.
    const job = { ...notice, challengeId, restores: false, detail: null, ...systemContext(api.deps) }
    for (const handler of jobs(api.deps)) await handler.handle(job, crypto.randomUUID())
    const again = mailTo(await api.deliver(), user.email)
    expect(secretIn(again)).not.toBe(secretIn(first))
    expect((await api.call(notMe, { token: secretIn(first) })).status).toBe(204)
    expect((await api.call(notMe, { token: secretIn(again) })).problem.code).toBe('invalid_link')
  })
})
