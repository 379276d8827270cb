import { notMe } from '@latchkey/contracts/auth/recovery'
import { pages } from '@latchkey/contracts/pages'
import { describe, expect, it } from 'vitest'
import { withAccount } from '../../../testing/account.ts'
import { mailTo, secretIn } from '../../../testing/mails.ts'
import { days } from '../../../testing/movable-clock.ts'
import { addAccount, apiWithProviders, linkedUser, signInAt } from '../../../testing/with-provider.ts'
import { linkIdentity } from './identity.ts'

const { api, one, two } = await apiWithProviders()

const subjectsOf = async (userId: string) =>
  (await api.db.identity.findMany({ where: { userId } })).map(({ subject }) => subject)

/** A thief in the account links an account of their own. Returns the button of the mail about it. */
async function linkThief(userId: string, email: string) {
  const { subject } = addAccount(two)
  const proven = { provider: 'two', issuer: two.issuer, subject, email: null }
  await withAccount(api, userId, account => linkIdentity(account, proven))
  return { subject, button: secretIn(mailTo(await api.deliver(), email), pages.notMe) }
}

describe('"this wasn’t me", in the mail about a linked account', () => {
  it('unlinks it, and keeps one that was linked before', async () => {
    const { user, subject } = await linkedUser(api, one)
    // Until its own mail has no button any more.
    api.clock.advance(days(15))
    const thief = await linkThief(user.id, user.email)
    const { browser } = await signInAt(api, two, thief.subject, { id: 'two' })
    expect(await api.db.session.count({ where: { userId: user.id, revokedAt: null } })).toBe(1)
    expect((await api.call(notMe, { token: thief.button })).status).toBe(204)
    expect(await subjectsOf(user.id)).toEqual([subject])
    expect(await api.db.session.count({ where: { userId: user.id, revokedAt: null } })).toBe(0)
    // It opens no account any more. It is a stranger's, and gets one of its own.
    await signInAt(api, two, thief.subject, { id: 'two', browser })
    expect(await subjectsOf(user.id)).toEqual([subject])
  })

  it('unlinks what a thief linked just before, too', async () => {
    const user = await api.createUser()
    const first = await linkThief(user.id, user.email)
    api.clock.advance(days(1))
    const second = await linkThief(user.id, user.email)
    expect(await subjectsOf(user.id)).toEqual([first.subject, second.subject])
    expect((await api.call(notMe, { token: second.button })).status).toBe(204)
    expect(await subjectsOf(user.id)).toEqual([])
  })

  it('unlinks one that signed in since, which a thief may hold', async () => {
    const { user, subject } = await linkedUser(api, one)
    api.clock.advance(days(15))
    await signInAt(api, one, subject)
    const token = secretIn(mailTo(await api.deliver(), user.email), pages.notMe)
    expect((await api.call(notMe, { token })).status).toBe(204)
    expect(await subjectsOf(user.id)).toEqual([])
  })

  it('says so in the activity', async () => {
    const user = await api.createUser()
    const { button } = await linkThief(user.id, user.email)
    await api.call(notMe, { token: button })
    expect(await api.db.auditEvent.count({ where: { userId: user.id, kind: 'identity_removed' } })).toBe(1)
  })
})
