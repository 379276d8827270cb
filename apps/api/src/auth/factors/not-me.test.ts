import { confirm } from '@latchkey/contracts/auth/confirmation'
import { activateTotp, addTotp, makeRecoveryCodes } from '@latchkey/contracts/auth/factors'
import { notMe } from '@latchkey/contracts/auth/recovery'
import { pages } from '@latchkey/contracts/pages'
import { describe, expect, it } from 'vitest'
import { withAccount } from '../../../testing/account.ts'
import { signInConfirmed } from '../../../testing/confirmed.ts'
import { mailTo, secretIn } from '../../../testing/mails.ts'
import { days, minutes } from '../../../testing/movable-clock.ts'
import { testApi } from '../../../testing/test.ts'
import { addApp, beginSignIn, codeOf, createUserWithApp, finishSignIn } from '../../../testing/totp.ts'
import { adminNotices } from '../admin/letters.ts'
import { lostFactorNotices } from '../lost-factors/letters.ts'
import { notify } from '../notices/service.ts'
import { passwordNotices } from '../passwords/letters.ts'
import { factorNotices } from './letters.ts'

const api = await testApi()

/** An owner whose app is so old that its mail has no button any more, in a confirmed session. */
async function anOwner() {
  const { user, id, secret } = await createUserWithApp(api)
  api.clock.advance(days(15))
  const { caller } = await finishSignIn(api, secret, await beginSignIn(api, user))
  const { data } = await api.call(confirm, { method: 'totp', code: codeOf(api, secret) }, caller)
  await api.deliver()
  return { user, id, caller: { token: data.token ?? '' } }
}

describe('"this wasn’t me", in the mail about a factor', () => {
  it('removes the app that the mail is about, and keeps an older one', async () => {
    const owner = await anOwner()
    const { id: pending, secret } = (await api.call(addTotp, { name: 'Thief' }, owner.caller)).data
    // The thief takes their time.
    api.clock.advance(minutes(5))
    await api.call(activateTotp, { id: pending, code: codeOf(api, secret) }, owner.caller)
    const mail = mailTo(await api.deliver(), owner.user.email)
    expect((await api.call(notMe, { token: secretIn(mail, pages.notMe) })).status).toBe(204)
    expect(await api.db.totpApp.findMany({ where: { userId: owner.user.id } })).toMatchObject([{ id: owner.id }])
    expect(await api.db.user.findUnique({ where: { id: owner.user.id } })).not.toMatchObject({
      secondFactorSince: null,
    })
  })

  it('removes the first app, and with it the demand for one', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    await addApp(api, caller, 'Thief')
    const mail = mailTo(await api.deliver(), user.email)
    expect((await api.call(notMe, { token: secretIn(mail, pages.notMe) })).status).toBe(204)
    expect(await api.db.totpApp.count({ where: { userId: user.id } })).toBe(0)
    expect(await api.db.recoveryCode.count({ where: { userId: user.id } })).toBe(0)
    expect(await api.db.user.findUnique({ where: { id: user.id } })).toMatchObject({ secondFactorSince: null })
  })

  it('removes recovery codes that a thief has read', async () => {
    const owner = await anOwner()
    api.clock.advance(minutes(1))
    await api.call(makeRecoveryCodes, {}, owner.caller)
    const mail = mailTo(await api.deliver(), owner.user.email)
    expect((await api.call(notMe, { token: secretIn(mail, pages.notMe) })).status).toBe(204)
    expect(await api.db.recoveryCode.count({ where: { userId: owner.user.id } })).toBe(0)
    expect(await api.db.totpApp.count({ where: { userId: owner.user.id } })).toBe(1)
  })
})

describe('"this wasn’t me", in a mail that somebody without a session can cause', () => {
  const kinds = [
    passwordNotices.guessedByStrangers,
    passwordNotices.guessedOnDevice,
    factorNotices.guessed,
    lostFactorNotices.asked,
    lostFactorNotices.reminder,
  ]

  it.each(kinds.map(kind => [kind.name, kind] as const))(
    'leaves the owner’s new factor and codes alone, and the button of their mail works still: %s',
    async (_name, kind) => {
      const { user, recoveryCodes } = await createUserWithApp(api)
      const added = secretIn(mailTo(await api.deliver(), user.email, /was added/), pages.notMe)
      api.clock.advance(days(3))
      await withAccount(api, user.id, account => notify(account, kind, { detail: '0' }))
      const mail = mailTo(await api.deliver(), user.email)
      expect((await api.call(notMe, { token: secretIn(mail, pages.notMe) })).status).toBe(204)
      expect(await api.db.totpApp.count({ where: { userId: user.id } })).toBe(1)
      expect(await api.db.recoveryCode.count({ where: { userId: user.id } })).toBe(recoveryCodes.length)
      expect((await api.call(notMe, { token: added })).status).toBe(204)
      expect(await api.db.totpApp.count({ where: { userId: user.id } })).toBe(0)
      await api.deliver()
    },
  )

  it.each(kinds.map(kind => [kind.name, kind] as const))(
    'begins no removal of older factors: %s',
    async (_name, kind) => {
      const { user } = await anOwner()
      await withAccount(api, user.id, account => notify(account, kind, { detail: '0' }))
      const token = secretIn(mailTo(await api.deliver(), user.email), pages.notMe)
      expect((await api.call(notMe, { token })).status).toBe(204)
      expect(await api.db.challenge.count({ where: { userId: user.id, purpose: 'factor_reset' } })).toBe(0)
      expect(await api.db.totpApp.count({ where: { userId: user.id } })).toBe(1)
      await api.deliver()
    },
  )

  it('is marked as such', () => {
    const all = api.deps.features.flatMap(({ notices = [] }) => notices)
    const marked = all.filter(({ withoutSession }) => withoutSession).map(({ name }) => name)
    // The mails about what an admin did have no button.
    const expected = [...kinds, ...Object.values(adminNotices)].map(({ name }) => name)
    expect(marked.sort()).toEqual([...expected, 'factors_reset'].sort())
  })
})
