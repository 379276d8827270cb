import { listActivity } from '@latchkey/contracts/auth/activity'
import * as contract from '@latchkey/contracts/auth/admin'
import { exportUser } from '@latchkey/contracts/auth/export'
import { forgotPassword, resetPassword } from '@latchkey/contracts/auth/recovery'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { describe, expect, it } from 'vitest'
import { createAdmin } from '../../../../testing/admins.ts'
import { signInConfirmed } from '../../../../testing/confirmed.ts'
import { mailTo, secretIn, wordsOf } from '../../../../testing/mails.ts'
import { days } from '../../../../testing/movable-clock.ts'
import { replicaOf, testApi } from '../../../../testing/test.ts'
import { createUserWithApp } from '../../../../testing/totp.ts'
import { sealEvents } from '../../audit-log/chain/service.ts'
import { verifyChain } from '../../audit-log/chain/verify.ts'
import { disableUser, enableUser } from '../service.ts'

const api = await testApi()
const { user: admin, caller } = await createAdmin(api)
/** A server with a tenth of the limits of production. */
const { settings } = api.deps
const limited = await testApi({
  url: api.url,
  deps: { settings: { ...settings, limitFactors: { person: 0.1, network: 1 } } },
})
const eventsOf = (userId: string) => api.db.auditEvent.findMany({ where: { userId }, orderBy: { id: 'asc' } })

/** How many lines of the log have this event of this person. */
const logged = (event: string, userId: string) =>
  api.logLines.filter(line => line.includes(`"event":"${event}"`) && line.includes(userId)).length

/** A person in a session, and what an act recorded of them and mailed to them. */
async function aPerson() {
  const user = await api.createUser()
  const signedIn = await signInConfirmed(api, user)
  const before = (await eventsOf(user.id)).length
  return {
    ...user,
    ...signedIn,
    events: async () => (await eventsOf(user.id)).slice(before),
    mail: async () => mailTo(await api.deliver(), user.email),
  }
}

/** Fails unless each event names the admin, tells nothing of where they are, and the admin's own log has the same request. */
async function expectActor(events: Awaited<ReturnType<typeof eventsOf>>) {
  const [first] = events
  for (const event of events)
    expect(event).toMatchObject({ actorId: admin.id, ip: null, userAgent: null, requestId: first?.requestId })
  const own = (await eventsOf(admin.id)).at(-1)
  expect(own).toMatchObject({ kind: 'acted_as_admin', requestId: first?.requestId, actorId: null, ip: '127.0.0.1' })
}

describe('what an admin does', () => {
  it('ends all sessions of a person: recorded with the admin, told to the person', async () => {
    const person = await aPerson()
    await api.signIn(person)
    await api.deliver()
    const { data } = await api.call(contract.endPersonSessions, { id: person.id }, caller)
    expect(data).toEqual({ revoked: 2 })
    const own = await eventsOf(admin.id)
    expect((await api.call(contract.endPersonSessions, { id: person.id }, caller)).data).toEqual({ revoked: 0 })
    expect(await eventsOf(admin.id)).toEqual(own)
    expect(logged('sessions_revoked', person.id)).toBe(1)
    expect((await api.call(currentSession, {}, person.caller)).problem.reason).toBe('revoked_by_admin')
    const events = (await person.events()).slice(1)
    expect(events.map(({ kind }) => kind)).toEqual(['devices_revoked', 'sessions_revoked_by_admin'])
    await expectActor(events)
    const mail = await person.mail()
    expect(mail.subject).toBe('An administrator signed you out')
    expect(mail.text).not.toMatch(/127\.0\.0\.1|token=/)
  })

  it('ends one session, and not one that is over or another person’s', async () => {
    const person = await aPerson()
    const other = await aPerson()
    const end = (sessionId: string) => api.call(contract.endPersonSession, { id: person.id, sessionId }, caller)
    expect((await end(other.session.id)).problem.code).toBe('not_found')
    expect((await api.call(currentSession, {}, other.caller)).status).toBe(200)
    expect((await end(person.session.id)).status).toBe(204)
    expect((await api.call(currentSession, {}, person.caller)).problem.reason).toBe('revoked_by_admin')
    expect((await end(person.session.id)).status).toBe(204)
    expect((await end(crypto.randomUUID())).problem.code).toBe('not_found')
    const events = await person.events()
    expect(events.map(({ kind }) => kind)).toEqual(['session_revoked_by_admin', 'devices_revoked'])
    expect(events[0]?.sessionId).toBe(person.session.id)
    await expectActor(events)
    expect((await person.mail()).subject).toBe('An administrator signed you out')
  })

  it('disables and enables a person, once each however often it is asked', async () => {
    const person = await aPerson()
    const { id } = person
    for (let times = 0; times < 2; times++)
      expect((await api.call(contract.disablePerson, { id }, caller)).status).toBe(204)
    expect((await api.call(currentSession, {}, person.caller)).problem.reason).toBe('account_disabled')
    const events = await person.events()
    expect(events.map(({ kind }) => kind)).toEqual(['account_disabled'])
    expect(logged('account_disabled', id)).toBe(1)
    await expectActor(events)
    expect((await person.mail()).subject).toBe('Your account was disabled')
    expect((await api.call(contract.startPersonReset, { id }, caller)).problem.code).toBe('not_possible')

    for (let times = 0; times < 2; times++)
      expect((await api.call(contract.enablePerson, { id }, caller)).status).toBe(204)
    const enabled = (await person.events()).slice(1)
    expect(enabled.map(({ kind }) => kind)).toEqual(['account_enabled'])
    await expectActor(enabled)
    expect((await person.mail()).subject).toBe('Your account is enabled again')
    expect((await api.signIn(person)).session.current).toBe(true)
  })

  it('does not enable a person whom an operator disabled', async () => {
    const person = await aPerson()
    const enable = () => api.call(contract.enablePerson, { id: person.id }, caller)
    await api.call(contract.disablePerson, { id: person.id }, caller)
    expect((await enable()).status).toBe(204)
    await disableUser(api.deps, person.email)
    expect((await enable()).problem.code).toBe('not_possible')
    expect((await api.db.user.findUniqueOrThrow({ where: { id: person.id } })).disabledAt).not.toBeNull()
    await enableUser(api.deps, person.email)
    expect((await api.signIn(person)).session.current).toBe(true)
    await api.deliver()
  })

  it('starts a password reset: only the person gets the link, and chooses', async () => {
    const person = await aPerson()
    const { response } = await api.call(contract.startPersonReset, { id: person.id }, caller)
    expect(response.body).toBe('')
    const events = await person.events()
    expect(events.map(({ kind }) => kind)).toEqual(['reset_started_by_admin'])
    await expectActor(events)
    const mail = await person.mail()
    expect(mail.subject).toBe('An administrator started a reset of your password')
    expect((await api.signIn(person)).session.current).toBe(true)
    const token = secretIn(mail, '/reset')
    const password = 'seven lanterns under a bridge'
    expect((await api.call(resetPassword, { token, password })).status).toBe(204)
    expect((await api.signIn({ ...person, password })).session.current).toBe(true)
  })

  it('mails one person no more than three resets in a row, whichever admin asks', async () => {
    const person = await aPerson()
    const other = await createAdmin(api)
    const production = await replicaOf(api, { limits: true })
    const start = (by: typeof caller) => production.call(contract.startPersonReset, { id: person.id }, by)
    for (const by of [caller, other.caller, caller]) expect((await start(by)).status).toBe(204)
    expect((await start(other.caller)).problem.code).toBe('rate_limited')
    expect((await person.events()).map(({ kind }) => kind)).toEqual(Array(3).fill('reset_started_by_admin'))
    // The person's own request is counted apart.
    await api.deliver()
    await production.call(forgotPassword, { email: person.email })
    expect((await person.mail()).subject).toMatch(/Reset/)
  })

  it('demands a second factor, and no longer', async () => {
    const person = await aPerson()
    const demand = (required: boolean) =>
      api.call(contract.demandPersonFactor, { id: person.id, required }, caller).then(({ status }) => status)
    expect([await demand(true), await demand(true)]).toEqual([204, 204])
    expect((await api.call(currentSession, {}, person.caller)).data.mustAddFactor).toBe(true)
    expect((await person.mail()).subject).toBe('Your account now needs a second factor')
    expect([await demand(false), await demand(false)]).toEqual([204, 204])
    expect((await api.call(currentSession, {}, person.caller)).data.mustAddFactor).toBe(false)
    expect((await person.mail()).subject).toBe('Your second factor is now optional')
    const events = await person.events()
    expect(events.map(({ kind }) => kind)).toEqual(['factor_demanded', 'factor_demand_ended'])
    await expectActor(events.slice(1))
  })

  it('stays proven by the sealed log, which finds a changed actor', async () => {
    const person = await aPerson()
    await api.call(contract.disablePerson, { id: person.id }, caller)
    await sealEvents(api.deps)
    expect((await verifyChain(api.deps)).broken).toBeNull()
    await api.db.$executeRaw`alter table audit_events disable trigger user`
    const change = (actorId: string | null) =>
      api.db
        .$executeRaw`update audit_events set actor_id = ${actorId}::uuid where user_id = ${person.id}::uuid and kind = 'account_disabled'`
    for (const forged of [null, person.id]) {
      await change(forged)
      expect((await verifyChain(api.deps)).broken?.why).toBe('changed')
    }
    await change(admin.id)
    await api.db.$executeRaw`alter table audit_events enable trigger user`
    expect((await verifyChain(api.deps)).broken).toBeNull()
  })

  it('is in the person’s own list and export, without who it was', async () => {
    const person = await aPerson()
    await api.call(contract.demandPersonFactor, { id: person.id, required: true }, caller)
    await api.call(contract.demandPersonFactor, { id: person.id, required: false }, caller)
    const { response } = await api.call(exportUser, {}, person.caller)
    const kinds = response.json().data.activity.filter(({ byAdmin }: { byAdmin: boolean }) => byAdmin)
    expect(kinds.map(({ kind }: { kind: string }) => kind)).toEqual(['factor_demanded', 'factor_demand_ended'])
    expect(response.body).not.toContain(admin.id)
    const list = await api.call(listActivity, {}, person.caller)
    expect(list.data.events.map(({ kind }) => kind)).toContain('factor_demanded')
    expect(list.response.body).not.toContain(admin.id)
  })

  it('is in the log of the admin too, with the session, and so is every search', async () => {
    const { id } = await api.createUser()
    const { user, caller } = await createAdmin(api)
    await api.call(contract.searchPeople, { search: 'a' }, caller)
    await api.call(contract.searchPeople, { search: id }, caller)
    await api.call(contract.readPerson, { id }, caller)
    await api.call(contract.readPersonSessions, { id }, caller)
    const own = (await eventsOf(user.id)).slice(-3)
    expect(own.map(({ kind }) => kind)).toEqual(['searched_as_admin', 'searched_as_admin', 'read_as_admin'])
    for (const event of own) expect(event).toMatchObject({ ip: '127.0.0.1', sessionId: expect.any(String) })
    expect((await eventsOf(id)).at(-1)).toMatchObject({ kind: 'read_by_admin', requestId: own[2]?.requestId })
  })

  it('is limited', async () => {
    const { caller } = await createAdmin(api)
    const { id } = await api.createUser()
    const act = () => limited.call(contract.enablePerson, { id }, caller)
    for (let times = 0; times < 6; times++) expect((await act()).status).toBe(204)
    expect((await act()).problem.code).toBe('rate_limited')
  })
})

describe('what an admin reads', () => {
  const search = (input: object) => api.call(contract.searchPeople, input, caller).then(({ data }) => data)

  it('finds people by the beginning of their address or by their id, and no others', async () => {
    const mark = crypto.randomUUID().slice(0, 8)
    const emails = ['b', 'a', 'a_', 'c%'].map(local => `${mark}.${local}@example.com`)
    for (const email of emails) await api.createUser(email)
    await api.createUser(`x${mark}.a@example.com`)
    const found = async (typed: string) => (await search({ search: typed })).people.map(({ email }) => email)
    expect(await found(` ${mark.toUpperCase()}.`)).toEqual([...emails].sort())
    expect(await found(`${mark}.a_`)).toEqual([`${mark}.a_@example.com`])
    expect(await found(`${mark}.%`)).toEqual([])
    expect((await search({ search: admin.id })).people).toMatchObject([{ email: admin.email, role: 'admin' }])
    expect(await search({ search: crypto.randomUUID() })).toEqual({ people: [], next: null })
  })

  it('pages through all of them, each once, and filters by state', async () => {
    const mark = crypto.randomUUID().slice(0, 8)
    const at = api.clock.now()
    await api.db.user.createMany({
      data: Array.from({ length: 101 }, (_, number) => ({
        email: `${mark}.${String(number).padStart(3, '0')}@example.com`,
        createdAt: at,
        updatedAt: at,
        disabledAt: number % 25 === 0 ? at : null,
      })),
    })
    const sizes: number[] = []
    const seen = new Set<string>()
    for (let after: string | undefined; ; ) {
      const { people, next } = await search({ search: mark, ...(after && { after }) })
      sizes.push(people.length)
      for (const { email } of people) seen.add(email)
      if (next === null) break
      after = next
    }
    expect([sizes, seen.size]).toEqual([[50, 50, 1], 101])
    const { people } = await search({ search: mark, state: 'disabled' })
    expect(people.map(({ email }) => email.slice(9, 12))).toEqual(['000', '025', '050', '075', '100'])
    expect((await search({ search: mark, state: 'admins' })).people).toEqual([])
    expect(await search({ search: mark, after: crypto.randomUUID() })).toEqual({ people: [], next: null })
  })

  it('looks addresses up in an index', async () => {
    const [plan] = await api.db.$transaction(async tx => {
      // The tables of a test are too small for an index to pay.
      await tx.$executeRaw`set local enable_seqscan = off`
      await tx.$executeRaw`set local enable_bitmapscan = off`
      return tx.$queryRaw<{ 'QUERY PLAN': unknown }[]>`explain (format json)
        select id from users where email ~>=~ 'a' and email ~<~ 'b' and email ~>~ '' order by email using ~<~ limit 5000`
    })
    const text = JSON.stringify(plan)
    expect(text).toContain('users_email_prefix_idx')
    expect(text).not.toMatch(/"Sort"|Filter/)
  })

  it('shows a person with factors, sessions and activity, and no secret', async () => {
    const { user, secret, recoveryCodes, caller: own } = await createUserWithApp(api)
    const { data, response } = await api.call(contract.readPerson, { id: user.id }, caller)
    expect(data).toMatchObject({
      email: user.email,
      role: 'person',
      liveSessions: 1,
      secondFactorDemanded: false,
      factors: { totp: [{ name: 'Phone' }], recoveryCodes: { left: 10 } },
    })
    const sessions = await api.call(contract.readPersonSessions, { id: user.id }, caller)
    expect(sessions.data).toMatchObject([{ current: false, endReason: null }])
    const activity = await api.call(contract.readPersonActivity, { id: user.id }, caller)
    expect(activity.data.events.map(({ kind }) => kind)).toContain('totp_added')
    const { password } = await api.db.user.findUniqueOrThrow({ where: { id: user.id }, include: { password: true } })
    for (const answer of [response, sessions.response, activity.response])
      for (const kept of [secret, ...recoveryCodes, password?.hash ?? '?', own.token ?? '?'])
        expect(answer.body).not.toContain(kept)
  })

  it('is recorded once a day for each admin, where the person sees it', async () => {
    const { id } = await api.createUser()
    const other = await createAdmin(api)
    const read = async (by = caller) => {
      await api.call(contract.readPerson, { id }, by)
      await api.call(contract.readPersonSessions, { id }, by)
      return (await eventsOf(id)).filter(({ kind }) => kind === 'read_by_admin').map(({ actorId }) => actorId)
    }
    expect(await read()).toEqual([admin.id])
    expect(await read(other.caller)).toEqual([admin.id, other.user.id])
    expect(await read()).toHaveLength(2)
    api.clock.advance(days(1))
    const again = await createAdmin(api)
    expect(await read(again.caller)).toHaveLength(3)
    expect(await api.deliver()).toEqual([])
  })

  it('is limited', async () => {
    const { caller } = await createAdmin(api)
    const read = () => limited.call(contract.readPerson, { id: admin.id }, caller)
    for (let times = 0; times < 15; times++) expect((await read()).status).toBe(200)
    expect((await read()).problem.code).toBe('rate_limited')
    const find = () => limited.call(contract.searchPeople, { search: admin.email }, caller)
    for (let times = 0; times < 6; times++) expect((await find()).status).toBe(200)
    expect((await find()).problem.code).toBe('rate_limited')
  })
})

describe('the mails to a person about it', () => {
  it('are in the language that the person chose, not in that of the admin', async () => {
    const person = await aPerson()
    await api.db.user.update({ where: { id: person.id }, data: { language: 'de' } })
    await api.call(contract.disablePerson, { id: person.id }, (await createAdmin(api)).caller)
    const mail = await person.mail()
    expect(mail.subject).toBe('Ihr Konto wurde deaktiviert')
    expect(wordsOf(mail)).toContain('fragen Sie die Administration')
  })
})
