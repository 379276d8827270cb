import { activateTotp, addTotp, factors } from '@latchkey/contracts/auth/factors'
import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import { describe, expect, it } from 'vitest'
import { signInConfirmed } from '../../../testing/confirmed.ts'
import { mailTo } from '../../../testing/mails.ts'
import { hours } from '../../../testing/movable-clock.ts'
import { testApi } from '../../../testing/test.ts'
import { addApp, codeOf } from '../../../testing/totp.ts'
import { endedMeanwhile } from '../../../testing/waiting.ts'

const api = await testApi()
const kindsOf = async (userId: string) =>
  (await api.db.auditEvent.findMany({ where: { userId }, orderBy: { id: 'asc' } })).map(({ kind }) => kind)

describe('adding an authenticator app', () => {
  it('needs a confirmed session, and proves nothing until a code was entered', async () => {
    const user = await api.createUser()
    const plain = await api.signIn(user)
    expect((await api.call(addTotp, {}, plain.caller)).problem.code).toBe('confirmation_required')
    const { caller } = await signInConfirmed(api, user)
    const { data } = await api.call(addTotp, {}, caller)
    expect(data.uri).toContain(data.secret)
    expect((await api.call(factors, {}, caller)).data.totp).toEqual([])
    expect((await api.signIn(user)).session.current).toBe(true)
    const wrong = await api.call(activateTotp, { id: data.id, code: '000000' }, caller)
    expect(wrong.problem.code).toBe('invalid_factor')
    expect((await api.call(factors, {}, caller)).data.totp).toEqual([])
  })

  it('ends the other sessions with the first one, rotates the token, records it and mails it', async () => {
    const user = await api.createUser()
    const other = await api.signIn(user)
    const { caller } = await signInConfirmed(api, user)
    const added = await addApp(api, caller, 'Phone')
    expect(added.recoveryCodes).toHaveLength(10)
    expect((await api.call(currentSession, {}, other.caller)).problem).toMatchObject({ reason: 'factor_added' })
    expect((await api.call(currentSession, {}, caller)).problem.code).toBe('invalid_token')
    expect((await api.call(factors, {}, added.caller)).data).toMatchObject({
      totp: [{ id: added.id, name: 'Phone' }],
      recoveryCodes: { left: 10 },
    })
    expect(await kindsOf(user.id)).toContain('totp_added')
    expect(mailTo(await api.deliver(), user.email).text).toContain('Phone')
  })

  it('calls an app without a name in the language of the person', async () => {
    const user = await api.createUser()
    await api.db.user.update({ where: { id: user.id }, data: { language: 'de' } })
    const { caller } = await signInConfirmed(api, user)
    const { id, secret } = (await api.call(addTotp, {}, caller)).data
    const { data } = await api.call(activateTotp, { id, code: codeOf(api, secret) }, caller)
    const [app] = (await api.call(factors, {}, { token: data.token ?? '' })).data.totp
    expect(app?.name).toBe('Authenticator-App')
  })

  it('in two tabs adds the app of the later one only', async () => {
    const { caller } = await signInConfirmed(api, await api.createUser())
    const [first, second] = [(await api.call(addTotp, {}, caller)).data, (await api.call(addTotp, {}, caller)).data]
    const late = await api.call(activateTotp, { id: first.id, code: codeOf(api, first.secret) }, caller)
    expect(late.problem.code).toBe('not_found')
    const added = await api.call(activateTotp, { id: second.id, code: codeOf(api, second.secret) }, caller)
    expect(added.status).toBe(200)
  })

  it('is done by one of 64 requests at once', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const { id, secret } = (await api.call(addTotp, {}, caller)).data
    const code = codeOf(api, secret)
    const answers = await Promise.all(Array.from({ length: 64 }, () => api.call(activateTotp, { id, code }, caller)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await api.db.recoveryCode.count({ where: { userId: user.id } })).toBe(10)
  })

  it('is refused if the session ends while the request waits for the lock', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const { id, secret } = (await api.call(addTotp, {}, caller)).data
    const code = codeOf(api, secret)
    const { asked } = await endedMeanwhile(api, user.id, () => api.call(activateTotp, { id, code }, caller))
    expect((await asked).problem).toMatchObject({ code: 'session_ended', reason: 'not_me' })
    expect(await api.db.totpApp.count({ where: { userId: user.id, activatedAt: { not: null } } })).toBe(0)
  })

  it('is refused if the session ended in the meantime, or an hour has passed', async () => {
    const user = await api.createUser()
    const ended = await signInConfirmed(api, user)
    const { id, secret } = (await api.call(addTotp, {}, ended.caller)).data
    await api.call(signOut, {}, ended.caller)
    const late = await api.call(activateTotp, { id, code: codeOf(api, secret) }, ended.caller)
    expect(late.problem.code).toBe('invalid_token')
    const next = await signInConfirmed(api, user)
    const slow = (await api.call(addTotp, {}, next.caller)).data
    api.clock.advance(hours(1))
    const again = await signInConfirmed(api, user)
    const tooLate = await api.call(activateTotp, { id: slow.id, code: codeOf(api, slow.secret) }, again.caller)
    expect(tooLate.problem.code).toBe('not_found')
  })

  it('is refused for the app of another person', async () => {
    const [ada, eve] = [
      await signInConfirmed(api, await api.createUser()),
      await signInConfirmed(api, await api.createUser()),
    ]
    const { id, secret } = (await api.call(addTotp, {}, ada.caller)).data
    const stolen = await api.call(activateTotp, { id, code: codeOf(api, secret) }, eve.caller)
    expect(stolen.problem.code).toBe('not_found')
  })

  it('takes five apps', async () => {
    let { caller } = await signInConfirmed(api, await api.createUser())
    for (let count = 0; count < 5; count++) ({ caller } = await addApp(api, caller))
    expect((await api.call(addTotp, {}, caller)).problem.code).toBe('too_many_factors')
  })
})
