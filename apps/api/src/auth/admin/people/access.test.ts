import * as contract from '@latchkey/contracts/auth/admin'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { factors, removeFactor } from '@latchkey/contracts/auth/factors'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { isForAdmins } from '@latchkey/contracts/endpoint'
import { endpoints, isEndpoint } from '@latchkey/contracts/endpoints'
import { describe, expect, it } from 'vitest'
import { createAdmin } from '../../../../testing/admins.ts'
import type { Caller } from '../../../../testing/call-endpoint.ts'
import { signInConfirmed } from '../../../../testing/confirmed.ts'
import { minutes } from '../../../../testing/movable-clock.ts'
import { replicaOf, testApi } from '../../../../testing/test.ts'
import { beginSignIn, codeOf, createUserWithApp, finishSignIn } from '../../../../testing/totp.ts'
import { warm } from '../../../../testing/warm.ts'
import { setAdmin } from '../service.ts'

const api = await testApi()

const all = Object.values<unknown>(contract).filter(isEndpoint)
const acts = all.filter(({ ownErrors }) => ownErrors.includes('not_possible'))

const person = await createUserWithApp(api)
const admin = await createAdmin(api)
const otherAdmin = await createAdmin(api)
const bare = await signInConfirmed(api, await adminWithoutFactor())

/** No command makes one. */
async function adminWithoutFactor() {
  const user = await api.createUser()
  await api.db.user.update({ where: { id: user.id }, data: { role: 'admin' } })
  return user
}

/** Calls an endpoint of the admin pages about a person. */
async function ask(endpoint: (typeof all)[number], id: string, caller: Caller, body: object = { required: true }) {
  const url = endpoint.path.replace(':id', id).replace(':sessionId', id)
  const response = await api.app.inject({
    method: endpoint.method,
    url,
    headers: caller.token === undefined ? {} : { authorization: `Bearer ${caller.token}` },
    ...(endpoint.body && { payload: body }),
  })
  return { status: response.statusCode, code: response.json<{ code?: string }>().code, body: response.json() }
}

describe('the endpoints for admins', () => {
  it('are known by their path, and no other endpoint has it', () => {
    expect(all).toHaveLength(10)
    expect(endpoints.filter(({ path }) => isForAdmins(path))).toEqual(all)
  })
})

describe.each(all)('$method $path', endpoint => {
  it('is 401 for everybody who is not signed in', async () => {
    expect(await ask(endpoint, crypto.randomUUID(), {})).toMatchObject({ status: 401, code: 'missing_token' })
  })

  it('answers a person who is no admin exactly as a path that does not exist, with any input', async () => {
    const { user, caller } = person
    const { requestId: _, ...unknown } = (
      await api.app.inject({
        method: endpoint.method,
        url: '/api/restricted/admin/no-such-path',
        headers: { authorization: `Bearer ${caller.token}` },
        ...(endpoint.body && { payload: {} }),
      })
    ).json()
    for (const body of [
      { required: true, role: 'admin' },
      { required: 'no', search: 7 },
    ])
      for (const id of [user.id, crypto.randomUUID()]) {
        const { status, body: answered } = await ask(endpoint, id, caller, body)
        const { requestId: _, ...known } = answered
        expect({ status, known }).toEqual({ status: 404, known: unknown })
      }
  })

  it('asks an admin without a second factor to add one first', async () => {
    const { data } = await api.call(currentSession, {}, bare.caller)
    expect(data).toMatchObject({ mustAddFactor: true, isAdmin: true })
    expect(await ask(endpoint, person.user.id, bare.caller)).toMatchObject({
      status: 403,
      code: 'second_factor_required',
    })
  })
})

describe.each(acts)('$method $path', endpoint => {
  it('needs a session that was confirmed within ten minutes', async () => {
    const { id } = await api.createUser()
    api.clock.advance(minutes(10))
    expect(await ask(endpoint, id, admin.caller)).toMatchObject({ status: 403, code: 'confirmation_required' })
    api.clock.advance(-minutes(10))
    expect((await api.db.auditEvent.findMany({ where: { userId: id } })).map(({ kind }) => kind)).toEqual([
      'account_created',
    ])
  })

  it('does nothing to another admin, nor to the admin who asks', async () => {
    for (const { id } of [admin.user, otherAdmin.user]) {
      const before = await api.db.user.findUniqueOrThrow({ where: { id } })
      expect(await ask(endpoint, id, admin.caller)).toMatchObject({ status: 409, code: 'not_possible' })
      expect(await api.db.user.findUniqueOrThrow({ where: { id } })).toEqual(before)
      expect(await api.db.session.count({ where: { userId: id, revokedAt: null } })).toBe(1)
    }
  })

  it('does nothing to a deleted account, and is 404 for an unknown id', async () => {
    const { caller } = admin
    const { id } = await api.createUser()
    await api.db.user.update({ where: { id }, data: { deletedAt: api.clock.now() } })
    expect(await ask(endpoint, id, caller)).toMatchObject({ status: 409, code: 'not_possible' })
    expect(await ask(endpoint, crypto.randomUUID(), caller)).toMatchObject({ status: 404, code: 'not_found' })
  })
})

describe('an admin', () => {
  it('must prove the factor in a session that a trusted browser began without it', async () => {
    const { user, secret } = await createAdmin(api, { delivery: 'cookie' })
    const begun = await beginSignIn(api, user, { delivery: 'cookie' })
    const known = await finishSignIn(api, secret, begun, { trustBrowser: true })
    const { caller } = await api.signIn(user, { delivery: 'cookie' }, { ...known.caller })
    const search = (asking: Caller) => api.call(contract.searchPeople, {}, asking)
    expect((await search(caller)).problem.code).toBe('confirmation_required')
    const { response } = await api.call(confirm, { method: 'totp', code: codeOf(api, secret) }, caller)
    api.clock.advance(30_000)
    const cookie = response.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    expect((await search({ cookie, sameOrigin: true })).status).toBe(200)
  })

  it('cannot remove the last second factor', async () => {
    const { id, caller } = await createAdmin(api)
    expect((await api.call(factors, {}, caller)).data.required).toBe(true)
    expect((await api.call(removeFactor, { id }, caller)).problem.code).toBe('last_factor')
  })

  it('loses everything at once with the role, in a server that answers from memory too', async () => {
    const { user, caller } = await createAdmin(api)
    const { id } = await api.createUser()
    const following = await replicaOf(api, { follows: true })
    await warm(following, caller)
    expect((await following.call(contract.readPerson, { id }, caller)).status).toBe(200)
    // On the same server no announcement is needed.
    await setAdmin(following.deps, user.email, false)
    expect((await following.call(contract.readPerson, { id }, caller)).problem.code).toBe('not_found')
    expect((await following.call(currentSession, {}, caller)).data.isAdmin).toBe(false)
  })

  it('loses it at once even where memory lags: an act reads the role in its own transaction', async () => {
    const { user, caller } = await createAdmin(api)
    const { id } = await api.createUser()
    const following = await replicaOf(api, { follows: true })
    await warm(following, caller)
    const { sessionCache } = following.deps
    // As if the announcement had not arrived yet.
    const { find } = sessionCache
    const remembered = find({ token: caller.token ?? '', delivery: 'bearer' })
    expect(remembered?.principal.role).toBe('admin')
    await setAdmin(api.deps, user.email, false)
    Object.assign(sessionCache, { find: () => remembered })
    expect((await following.call(contract.disablePerson, { id }, caller)).problem.code).toBe('not_found')
    expect((await api.db.user.findUniqueOrThrow({ where: { id } })).disabledAt).toBeNull()
  })
})
