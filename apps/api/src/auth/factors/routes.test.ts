import { changeName } from '@latchkey/contracts/auth/account'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { listSessions } from '@latchkey/contracts/auth/devices'
import { exportUser } from '@latchkey/contracts/auth/export'
import { factors, makeRecoveryCodes, removeFactor, renameFactor } from '@latchkey/contracts/auth/factors'
import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { describe, expect, it } from 'vitest'
import { withAccount } from '../../../testing/account.ts'
import { mailTo } from '../../../testing/mails.ts'
import { minutes } from '../../../testing/movable-clock.ts'
import { createUserWithPasskey } from '../../../testing/passkeys.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'
import { addApp, beginSignIn, createUserWithApp, finishSignIn } from '../../../testing/totp.ts'
import { demandSecondFactor } from '../account/changes.ts'

const api = await testApi()
const kindsOf = async (userId: string) =>
  (await api.db.auditEvent.findMany({ where: { userId }, orderBy: { id: 'asc' } })).map(({ kind }) => kind)

describe('an app of another person', () => {
  it('can be neither renamed nor removed', async () => {
    const { id, user } = await createUserWithApp(api)
    const eve = await createUserWithApp(api)
    expect((await api.call(renameFactor, { id, name: 'Mine' }, eve.caller)).problem.code).toBe('not_found')
    expect((await api.call(removeFactor, { id }, eve.caller)).problem.code).toBe('not_found')
    expect(await api.db.totpApp.findMany({ where: { userId: user.id } })).toMatchObject([{ id, name: 'Phone' }])
  })
})

describe('removing an app', () => {
  it('needs a confirmed session, ends recovery codes with the last one, records it and mails it', async () => {
    const { user, id, caller } = await createUserWithApp(api)
    await api.deliver()
    api.clock.advance(minutes(10))
    expect((await api.call(removeFactor, { id }, caller)).problem.code).toBe('confirmation_required')
    api.clock.advance(-minutes(10))
    expect((await api.call(removeFactor, { id }, caller)).status).toBe(204)
    expect((await api.call(factors, {}, caller)).data).toMatchObject({ totp: [], recoveryCodes: null })
    expect(await kindsOf(user.id)).toContain('totp_removed')
    expect(mailTo(await api.deliver(), user.email).text).toContain('Phone')
    expect((await api.signIn(user)).session.current).toBe(true)
  })

  it('voids a sign-in that waits for it', async () => {
    const { user, id, caller, recoveryCodes } = await createUserWithApp(api)
    const { challenge } = await beginSignIn(api, user)
    await api.call(removeFactor, { id }, caller)
    const code = recoveryCodes[0] ?? ''
    const answer = await api.call(proveFactor, { challenge, method: 'recovery_code', code })
    expect(answer.problem.code).toBe('invalid_challenge')
  })

  it('ends the other sessions: a thief may hold it, and have signed in with it', async () => {
    const { user, secret, caller } = await createUserWithApp(api)
    const lost = await addApp(api, caller, 'Lost')
    const { caller: stolen } = await finishSignIn(api, lost.secret, await beginSignIn(api, user))
    expect((await api.call(removeFactor, { id: lost.id }, lost.caller)).status).toBe(204)
    expect((await api.call(currentSession, {}, stolen)).problem.reason).toBe('factor_removed')
    expect((await api.call(currentSession, {}, lost.caller)).status).toBe(200)
    await finishSignIn(api, secret, await beginSignIn(api, user))
  })

  it('is refused for the last one while the operator demands one', async () => {
    const { user, id, caller } = await createUserWithApp(api)
    await withAccount(api, user.id, account => demandSecondFactor(account, true))
    expect((await api.call(removeFactor, { id }, caller)).problem.code).toBe('last_factor')
    expect((await api.call(factors, {}, caller)).data).toMatchObject({ totp: [{ id }], required: true })
    const strict = await replicaOf(api, { environment: { REQUIRE_SECOND_FACTOR: 'true' } })
    await withAccount(api, user.id, account => demandSecondFactor(account, false))
    expect((await strict.call(removeFactor, { id }, caller)).problem.code).toBe('last_factor')
  })
})

describe('a person who must add a second factor', () => {
  it('can do nothing else first, and everything afterwards, also where all must', async () => {
    const strict = await replicaOf(api, { environment: { REQUIRE_SECOND_FACTOR: 'true' } })
    const user = await api.createUser()
    const { caller } = await strict.signIn(user)
    expect((await strict.call(currentSession, {}, caller)).data.mustAddFactor).toBe(true)
    for (const answer of [
      await strict.call(listSessions, {}, caller),
      await strict.call(exportUser, {}, caller),
      await strict.call(changeName, { name: 'Ada' }, caller),
      await strict.call(makeRecoveryCodes, {}, caller),
    ])
      expect(answer.problem).toMatchObject({ code: 'second_factor_required', status: 403 })
    const confirmed = await strict.call(confirm, { password: user.password }, caller)
    const added = await addApp(strict, { token: confirmed.data.token ?? '' })
    expect((await strict.call(listSessions, {}, added.caller)).status).toBe(200)
    expect((await strict.call(currentSession, {}, added.caller)).data.mustAddFactor).toBe(false)
  })

  it('is asked in every session at once when an operator demands it', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user)
    await withAccount(api, user.id, account => demandSecondFactor(account, true))
    expect((await api.call(listSessions, {}, caller)).problem.code).toBe('second_factor_required')
  })
})

describe('the export', () => {
  it('names factors with their dates, and none of their secrets', async () => {
    const { user, secret, caller, recoveryCodes } = await createUserWithApp(api)
    const { response, data } = await api.call(exportUser, {}, caller)
    expect(data).toMatchObject({
      totpApps: [{ name: 'Phone' }],
      recoveryCodes: Array.from({ length: 10 }, () => ({ usedAt: null })),
    })
    const { secret: sealed } = await api.db.totpApp.findFirstOrThrow({ where: { userId: user.id } })
    for (const hidden of [
      secret,
      ...recoveryCodes,
      Buffer.from(sealed).toString('base64'),
      Buffer.from(sealed).toString('hex'),
    ])
      expect(response.body).not.toContain(hidden)
  })

  it('names passkeys with their dates, and neither their ids nor their keys', async () => {
    const { user, caller, credential } = await createUserWithPasskey(api)
    const { response, data } = await api.call(exportUser, {}, caller)
    expect(data).toMatchObject({ passkeys: [{ name: 'Passkey', synced: true, lastUsedAt: null }] })
    const { publicKey } = await api.db.passkey.findFirstOrThrow({ where: { userId: user.id } })
    const forms = (['hex', 'base64', 'base64url'] as const).map(form => Buffer.from(publicKey).toString(form))
    for (const hidden of [credential.id, ...forms]) expect(response.body).not.toContain(hidden)
  })
})
