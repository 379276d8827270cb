import { confirm } from '@latchkey/contracts/auth/confirmation'
import { activateTotp, addTotp, makeRecoveryCodes } from '@latchkey/contracts/auth/factors'
import { notMe } from '@latchkey/contracts/auth/recovery'
import { pages } from '@latchkey/contracts/pages'
import { describe, expect, it } from 'vitest'
import { signInConfirmed } from '../../../testing/confirmed.ts'
import { mailTo, secretIn } from '../../../testing/mails.ts'
import { days, minutes } from '../../../testing/movable-clock.ts'
import { testApi } from '../../../testing/test.ts'
import { addApp, beginSignIn, codeOf, createUserWithApp, finishSignIn } from '../../../testing/totp.ts'

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
