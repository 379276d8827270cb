import { randomBytes } from 'node:crypto'
import { disablePerson, readPerson } from '@latchkey/contracts/auth/admin'
import { listSessions } from '@latchkey/contracts/auth/devices'
import { forgotPassword, resetPassword } from '@latchkey/contracts/auth/recovery'
import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { connectForTest } from '@latchkey/database/testing'
import { beforeEach, describe, expect, inject, it, onTestFinished } from 'vitest'
import { createAdmin } from '../../../../testing/admins.ts'
import { signInConfirmed } from '../../../../testing/confirmed.ts'
import { mailTo, secretIn } from '../../../../testing/mails.ts'
import { days } from '../../../../testing/movable-clock.ts'
import { createUserWithPasskey, signInBy } from '../../../../testing/passkeys.ts'
import { testApi } from '../../../../testing/test.ts'
import { addApp, beginSignIn, createUserWithApp, finishSignIn } from '../../../../testing/totp.ts'
import type { Deps } from '../../../deps.ts'
import { deriveKeyring } from '../../../platform/crypto/keys.ts'
import { SettingsError } from '../../../platform/settings/settings.ts'
import { sealEvents } from '../../audit-log/chain/service.ts'
import { runCommand } from './run.ts'
import type { Terminal } from './terminal.ts'

const api = await testApi()
const password = 'correct horse battery'
let email: string
beforeEach(() => {
  email = `${crypto.randomUUID()}@example.com`
})

/** Runs one command as a person who answers the prompt with `typed`. */
async function type(args: string[], typed = password, overrides: Partial<Terminal> = {}) {
  let [out, err] = ['', '']
  const code = await runCommand(args, {
    withDeps: work => work(api.deps),
    withDatabase: work => work(api.url),
    readPassword: async () => typed,
    print(line) {
      out += `${line}\n`
    },
    async printAll(lines) {
      for await (const line of lines) out += `${line}\n`
    },
    printError(text) {
      err += text
    },
    ...overrides,
  })
  return { code, out, err }
}

const latchkey = (...args: string[]) => type(args)
const line = async () => (await latchkey('user', 'list')).out.split('\n').find(each => each.includes(email))

describe('latchkey user', () => {
  it('creates people and lists them, each with their status', async () => {
    const created = await latchkey('user', 'create', ` ${email.toUpperCase()} `, '--name', 'Ada')
    expect(created).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^[\da-f-]{36} {2}\S+@example\.com\n$/),
      err: '',
    })
    expect(created.out).toContain(email)
    expect(await line()).toMatch(/^[\da-f-]{36} {2}\d{4}-\S+Z {2}\S+ {2}Ada {2}enabled$/)
    expect((await api.call(signIn, { email, password })).status).toBe(200)
  })

  it('accepts a password hash from another system, if it can be verified', async () => {
    const create = (typed: string) => type(['user', 'create', email, '--hash'], typed)
    expect(await create(password)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('could not be verified'),
    })
    expect(await line()).toBeUndefined()
    const hash = '$2y$10$abcdefghijklmnopqrstuuCj7fyLDJytXL.TfOiOeiv0fQvSOK1/2'
    expect(await create(hash)).toMatchObject({ code: 0, out: expect.stringContaining(email), err: '' })
    const { password: kept } = await api.db.user.findUniqueOrThrow({ where: { email }, include: { password: true } })
    expect(kept?.hash).toBe(hash)
  })

  it('disables, enables and deletes people', async () => {
    const { caller } = await api.signIn(await api.createUser(email))
    expect(await latchkey('user', 'disable', email)).toEqual({ code: 0, out: `${email}  disabled\n`, err: '' })
    expect(await line()).toMatch(/disabled$/)
    expect((await api.call(currentSession, {}, caller)).problem.reason).toBe('account_disabled')
    expect(await latchkey('user', 'enable', email)).toEqual({ code: 0, out: `${email}  enabled\n`, err: '' })
    expect((await latchkey('session', 'list', email)).out).toMatch(/account_disabled\n$/)

    expect(await latchkey('user', 'delete', email)).toMatchObject({ code: 1, err: expect.stringContaining('--yes') })
    expect(await latchkey('user', 'delete', email, '--yes')).toMatchObject({ code: 0, out: `${email}  deleted\n` })
    expect(await line()).toMatch(/deleted$/)
    expect(await latchkey('user', 'delete', email, '--yes', '--now')).toMatchObject({ out: `${email}  purged\n` })
    expect(await line()).toBeUndefined()
  })

  it('makes and removes admins, records it and mails it, once each', async () => {
    const user = await api.createUser(email)
    expect(await latchkey('user', 'make-admin', email)).toMatchObject({
      code: 1,
      err: expect.stringContaining('has no second factor. They must add one first'),
    })
    expect((await latchkey('user', 'show', email)).out).not.toContain('role')
    const { caller } = await addApp(api, (await signInConfirmed(api, user)).caller)
    await api.deliver()
    for (let times = 0; times < 2; times++)
      expect(await latchkey('user', 'make-admin', email)).toEqual({ code: 0, out: `${email}  admin\n`, err: '' })
    expect((await latchkey('user', 'show', email)).out).toContain('role  admin')
    expect((await api.call(currentSession, {}, caller)).data).toMatchObject({ isAdmin: true, mustAddFactor: false })
    expect(mailTo(await api.deliver(), email).subject).toBe('You are now an administrator')
    for (let times = 0; times < 2; times++)
      expect(await latchkey('user', 'remove-admin', email)).toEqual({ code: 0, out: `${email}  no admin\n`, err: '' })
    expect((await latchkey('user', 'show', email)).out).not.toContain('role')
    expect((await api.call(currentSession, {}, caller)).data).toMatchObject({ isAdmin: false, mustAddFactor: false })
    expect(mailTo(await api.deliver(), email).subject).toBe('You are no longer an administrator')
    const events = await api.db.auditEvent.findMany({ where: { userId: user.id, kind: { contains: 'admin' } } })
    expect(events.map(({ kind }) => kind).sort()).toEqual(['admin_removed', 'made_admin'])
    for (const command of ['make-admin', 'remove-admin'])
      expect(await latchkey('user', command, `no-${email}`)).toMatchObject({
        code: 1,
        err: expect.stringContaining('no account'),
      })
  })

  it('lists what an admin did to other people, and read about them', async () => {
    const { user, caller } = await createAdmin(api)
    const { id } = await api.createUser(email)
    await api.call(readPerson, { id }, caller)
    await api.call(disablePerson, { id }, caller)
    const { out } = await latchkey('audit', 'list', '--actor', user.id)
    const listed = out.trim().split('\n')
    expect(listed.map(line => line.split('  ')[1])).toEqual(['account_disabled', 'read_by_admin'])
    for (const line of listed) expect(line).toMatch(new RegExp(`  ${id}  ${email}  .*  ${user.id}$`))
    expect(await latchkey('audit', 'list', '--actor', email)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not an id'),
    })
  })

  it('looks up what an admin did in an index that events of others do not fill', async () => {
    const [plan] = await api.db.$transaction(async tx => {
      // The table of a test is too small for an index to pay.
      await tx.$executeRaw`set local enable_seqscan = off`
      await tx.$executeRaw`set local enable_bitmapscan = off`
      return tx.$queryRaw<{ 'QUERY PLAN': unknown }[]>`explain (format json)
        select id from audit_events where actor_id = ${crypto.randomUUID()}::uuid order by at desc, id desc limit 100`
    })
    const text = JSON.stringify(plan)
    expect(text).toContain('audit_events_actor_id_at_id_idx')
    expect(text).not.toMatch(/"Sort"|Filter/)
    const definition = await api.db.$queryRaw`
      select indexdef from pg_indexes where indexname = 'audit_events_actor_id_at_id_idx'`
    expect(definition).toEqual([{ indexdef: expect.stringContaining('WHERE (actor_id IS NOT NULL)') }])
  })

  it('prints a name from any source as one line that cannot drive the terminal', async () => {
    await api.createUser(email)
    await api.db.user.update({ where: { email }, data: { name: 'Ada\u001b[2J\n\u009b2J\u202eenabled' } })
    expect(await line()).toMatch(/ {2}Ada\\u\{1b\}\[2J\\u\{a\}\\u\{9b\}2J\\u\{202e\}enabled {2}enabled$/)
    expect((await latchkey('user', 'disable', 'eve\u001b[2J@example.com')).err).toContain('eve\\u{1b}[2J')
    expect((await latchkey('\u001b[2J')).err).not.toContain('\u001b')
  })

  it('accepts the names that the sign-up form accepts, and no others', async () => {
    for (const name of ['', ' ', '\u200b', 'Ada\u001b[2J', 'Ada\nEve', 'a'.repeat(101)])
      expect(await latchkey('user', 'create', email, '--name', name)).toMatchObject({ code: 1, out: '' })
    expect(await latchkey('user', 'create', email, '--name', ' Ade\u0300le ')).toMatchObject({ code: 0 })
    expect(await line()).toMatch(/ {2}Adèle {2}enabled$/)
  })

  it('explains an error in one sentence, with exit code 1', async () => {
    const create = (address: string, typed: string) => type(['user', 'create', address], typed)
    expect(await create(email, 'too short')).toEqual({
      code: 1,
      out: '',
      err: 'latchkey: Use at least 12 characters.\n',
    })
    expect(await create(email, '')).toMatchObject({ code: 1, err: 'latchkey: Enter your password.\n' })
    expect(await create('ada', password)).toMatchObject({ code: 1, err: 'latchkey: ada is not an e-mail address.\n' })
    await create(email, password)
    const again = await create(email.toUpperCase(), password)
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('already has an account') })
    for (const command of [['disable'], ['enable'], ['delete', '--yes']])
      expect(await latchkey('user', ...command, 'eve@example.com')).toMatchObject({
        code: 1,
        err: expect.stringContaining('no account'),
      })
  })
})

describe('latchkey user show', () => {
  it('lists what a person can sign in with, as lines that cannot drive the terminal', async () => {
    const { user } = await createUserWithApp(api)
    await api.db.totpApp.updateMany({ where: { userId: user.id }, data: { name: 'Phone\u001b[2J' } })
    const { code, out } = await latchkey('user', 'show', user.email)
    const lines = out.replace(/\d{4}-\S+Z/g, 'TIME').split('\n')
    expect(code).toBe(0)
    expect(lines).toEqual([
      `person  ${user.id}  TIME  ${user.email}  -  enabled`,
      'password  changed TIME',
      'app  Phone\\u{1b}[2J  added TIME  last used TIME',
      'recovery codes  10 left  made TIME',
      'second factor  optional',
      '',
    ])
    expect((await latchkey('user', 'show', email)).err).toContain('no account')
  })
})

describe('latchkey user show, of a person with a passkey', () => {
  it('lists it by its name, with when it was added and used', async () => {
    const { user, authenticator } = await createUserWithPasskey(api)
    await api.db.passkey.updateMany({ where: { userId: user.id }, data: { name: 'Key\u001b[2J' } })
    const passkeyLine = async () =>
      (await latchkey('user', 'show', user.email)).out.split('\n').find(line => line.startsWith('passkey'))
    expect(await passkeyLine()).toMatch(/^passkey {2}Key\\u\{1b\}\[2J {2}added \S+Z {2}never used$/)
    expect((await signInBy(api, authenticator)).status).toBe(200)
    expect(await passkeyLine()).toMatch(/ {2}added \S+Z {2}last used \S+Z$/)
  })
})

describe('latchkey user require-factor', () => {
  it('demands a second factor of one person, or no longer, and records both', async () => {
    await api.createUser(email)
    expect(await latchkey('user', 'require-factor', email)).toMatchObject({ out: `${email}  second factor required\n` })
    expect((await latchkey('user', 'show', email)).out).toContain('second factor  required')
    const { caller } = await api.signIn({ email, password })
    expect((await api.call(listSessions, {}, caller)).problem.code).toBe('second_factor_required')
    expect(await latchkey('user', 'require-factor', email, '--no')).toMatchObject({
      out: `${email}  second factor optional\n`,
    })
    expect((await api.call(listSessions, {}, caller)).status).toBe(200)
    const audit = (await latchkey('audit', 'list', '--email', email)).out
    expect(audit).toMatch(/factor_demand_ended[\s\S]*factor_demanded/)
    expect((await latchkey('user', 'require-factor', 'eve@example.com')).code).toBe(1)
  })
})

describe('latchkey user reset-factors', () => {
  it('starts the wait, mails the person and records it; a second time changes nothing', async () => {
    const { user } = await createUserWithApp(api)
    await api.deliver()
    const started = await latchkey('user', 'reset-factors', user.email)
    expect(started).toMatchObject({ code: 0, out: expect.stringMatching(/second factors are removed at \S+Z\n$/) })
    mailTo(await api.deliver(), user.email, /will be removed in 7 days/)
    expect(await latchkey('user', 'reset-factors', user.email)).toEqual(started)
    expect(await api.deliver()).toEqual([])
    expect((await latchkey('user', 'show', user.email)).out).toMatch(/^factor reset {2}at \S+Z$/m)
    expect((await latchkey('audit', 'list', '--kind', 'factor_reset_asked_by_admin')).out).toContain(user.id)
    expect(await api.db.totpApp.count({ where: { userId: user.id } })).toBe(1)
  })

  it('refuses an address without an account that has a second factor', async () => {
    const { user } = await createUserWithApp(api)
    await api.createUser(email)
    await latchkey('user', 'delete', user.email, '--yes')
    for (const wrong of [email, user.email, 'eve@example.com'])
      expect(await latchkey('user', 'reset-factors', wrong)).toMatchObject({
        code: 1,
        err: expect.stringContaining('no account with a second factor'),
      })
    await api.deliver()
  })
})

describe('latchkey user list', () => {
  it('reads very many people a page at a time, oldest first', async () => {
    const now = api.clock.now()
    const people = Array.from({ length: 1_001 }, (_, at) => ({
      email: `${at}@many.example`,
      createdAt: now,
      updatedAt: now,
    }))
    await api.db.user.createMany({ data: people })
    const before = api.queries.length
    const { out } = await latchkey('user', 'list')
    const listed = out.split('\n').flatMap(each => /(\d+)@many/.exec(each)?.[1] ?? [])
    expect(listed).toEqual(people.map((_, at) => String(at)))
    expect(api.queries.slice(before).filter(name => name === 'findMany').length).toBeGreaterThanOrEqual(3)
    await api.db.user.deleteMany({ where: { email: { endsWith: '@many.example' } } })
  })
})

describe('latchkey session', () => {
  it("lists a person's sessions, and revokes a session only once", async () => {
    const headers = { 'user-agent': 'curl/8.5.0' }
    const { session, caller } = await api.signIn(await api.createUser(email), {}, { headers })
    const listed = await latchkey('session', 'list', email)
    expect(listed.out).toMatch(new RegExp(`^${session.id} .* bearer  127\\.0\\.0\\.1  curl  -  live\\n$`))
    expect(await latchkey('session', 'revoke', session.id)).toMatchObject({ code: 0, out: `${session.id}  revoked\n` })
    expect((await api.call(currentSession, {}, caller)).problem.reason).toBe('revoked_by_admin')
    for (const id of [session.id, 'x'])
      expect(await latchkey('session', 'revoke', id)).toMatchObject({
        code: 1,
        err: expect.stringContaining('no session'),
      })
    expect((await latchkey('session', 'list', email)).out).toContain('revoked_by_admin')
    expect(await latchkey('session', 'list', 'eve@example.com')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no account'),
    })
  })
})

describe('latchkey session revoke --all', () => {
  it('ends every session and known browser of everybody, in batches, and voids the links of mails, once it is confirmed', async () => {
    const people = [await api.createUser(email), await api.createUser()]
    const callers = await Promise.all(people.map(async user => (await api.signIn(user)).caller))
    const [row] = await api.db.session.findMany({ where: { user: { email } } })
    if (!row) throw new Error('There is no session.')
    // More than two batches.
    await api.db.session.createMany({
      data: Array.from({ length: 1001 }, () => ({ ...row, id: crypto.randomUUID(), tokenHash: randomBytes(32) })),
    })
    await api.call(forgotPassword, { email })
    const link = secretIn(mailTo(await api.deliver(), email, /password/i))

    for (const args of [[], [row.id, '--all', '--yes']])
      expect(await latchkey('session', 'revoke', ...args)).toMatchObject({
        code: 1,
        err: expect.stringContaining('--all'),
      })
    expect(await latchkey('session', 'revoke', '--all')).toEqual({
      code: 1,
      out: '',
      err: 'latchkey: This signs everybody out. Add --yes to confirm.\n',
    })
    for (const caller of callers) expect((await api.call(currentSession, {}, caller)).status).toBe(200)

    const revoked = await latchkey('session', 'revoke', '--all', '--yes')
    expect(revoked).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^1\d\d\d sessions {2}revoked\n$/) })
    for (const caller of callers)
      expect((await api.call(currentSession, {}, caller)).problem.reason).toBe('revoked_by_admin')
    expect(await api.db.session.count({ where: { revokedAt: null } })).toBe(0)
    expect(await api.db.device.count({ where: { revokedAt: null } })).toBe(0)
    expect((await latchkey('audit', 'list', '--email', email, '--kind', 'devices_revoked')).out).toContain(
      people[0]?.id,
    )
    expect((await api.call(resetPassword, { token: link, password })).status).toBe(400)
    expect((await latchkey('audit', 'list', '--email', email, '--kind', 'session_revoked_by_admin')).code).toBe(0)
    expect((await api.call(signIn, { email, password: people[0]?.password ?? '' })).status).toBe(200)
  })

  it('voids very many links in batches', async () => {
    const times = { createdAt: api.clock.now(), expiresAt: new Date(api.clock.now().getTime() + 1) }
    const link = { purpose: 'reset', payload: {}, ...times }
    await api.db.challenge.createMany({ data: Array.from({ length: 1_001 }, () => link) })
    const before = api.queries.length
    await latchkey('session', 'revoke', '--all', '--yes')
    expect(await api.db.challenge.count({ where: { purpose: 'reset', usedAt: null } })).toBe(0)
    expect(api.queries.slice(before).filter(name => name === '$queryRaw').length).toBeGreaterThanOrEqual(3)
  })
})

describe('latchkey session revoke --all --restored', () => {
  it('ends what a backup brought back: trust, unfinished sign-ins, recovery codes, and removals that were cancelled', async () => {
    const { user, secret, recoveryCodes } = await createUserWithApp(api)
    const browser = { delivery: 'cookie' } as const
    const trusting = await beginSignIn(api, user, browser)
    const { caller } = await finishSignIn(api, secret, trusting, { trustBrowser: true })
    const unfinished = await beginSignIn(api, user)
    await latchkey('user', 'reset-factors', user.email)
    await api.db.device.updateMany({
      where: { userId: user.id },
      data: { trustedUntil: new Date(api.clock.now().getTime() + days(30)) },
    })
    const withCode = (challenge: string) =>
      api.call(proveFactor, { challenge, method: 'recovery_code', code: recoveryCodes[0] ?? '' })

    expect((await latchkey('session', 'revoke', 'x', '--restored')).err).toContain('--restored goes with --all')
    expect((await latchkey('session', 'revoke', '--all', '--yes')).out).toMatch(/^\d+ sessions {2}revoked\n$/)
    expect((await withCode(unfinished.challenge)).problem.code).toBe('invalid_challenge')
    expect(await api.db.device.count({ where: { userId: user.id, trustedUntil: { not: null } } })).toBe(0)
    const again = await beginSignIn(api, user, browser, caller)
    expect(again.methods).toEqual(['totp', 'recovery_code'])
    expect(await api.db.recoveryCode.count({ where: { userId: user.id } })).toBe(10)

    const { out } = await latchkey('session', 'revoke', '--all', '--restored', '--yes')
    expect(out).toMatch(/recovery codes of \d+ people {2}voided.*\nremovals of factors of \d+ people {2}cancelled\n/)
    const shown = (await latchkey('user', 'show', user.email)).out
    expect(shown).toMatch(/^app {2}Phone/m)
    expect(shown).toMatch(/^recovery codes {2}0 left/m)
    expect(shown).not.toContain('factor reset')
    const kinds = (await latchkey('audit', 'list', '--email', user.email)).out
    expect(kinds).toMatch(/recovery_codes_removed[\s\S]*factor_reset_cancelled/)
    expect((await beginSignIn(api, user)).methods).toEqual(['totp'])
    await api.deliver()
  })

  it('leaves no one an admin, with an event and without a mail, until the command line makes them one again', async () => {
    const { user } = await createAdmin(api)
    const { out } = await latchkey('session', 'revoke', '--all', '--restored', '--yes')
    expect(out).toContain(`${user.email}  no admin\n`)
    expect(out).toMatch(/^[1-9]\d* admins {2}removed: .* make-admin EMAIL"$/m)
    expect(await api.db.user.count({ where: { role: 'admin' } })).toBe(0)
    expect((await latchkey('audit', 'list', '--email', user.email, '--kind', 'admin_removed')).out).toContain(user.id)
    expect(await api.deliver()).toEqual([])
    expect((await latchkey('session', 'revoke', '--all', '--restored', '--yes')).out).toMatch(/^0 admins {2}removed/m)
    expect(await api.db.auditEvent.count({ where: { userId: user.id, kind: 'admin_removed' } })).toBe(1)
    expect(await latchkey('user', 'make-admin', user.email)).toMatchObject({ code: 0 })
    await api.deliver()
  })
})

describe('latchkey audit', () => {
  it('lists the events of a person, newest first, and says where the chain is broken', async () => {
    const { session } = await api.signIn(await api.createUser(email))
    await latchkey('session', 'revoke', session.id)
    const listed = await latchkey('audit', 'list', '--email', email, '--limit', '3')
    expect(listed.out).toMatch(
      /^\S+ {2}devices_revoked {2}1 .*\n\S+ {2}session_revoked_by_admin {2}1 .*\n\S+ {2}signed_in {2}1 .* 127\.0\.0\.1 .*\n$/,
    )
    expect(
      (await latchkey('audit', 'list', '--email', email, '--kind', 'signed_in')).out.trim().split('\n'),
    ).toHaveLength(1)
    expect(await latchkey('audit', 'verify')).toMatchObject({ code: 0 })
    expect(await latchkey('audit', 'verify', '--head', `9:${'0'.repeat(64)}`)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/BROKEN {2}seal \d and everything after it was cut off\.\n$/),
    })
  })

  it('lets an admin continue the chain from a head whose secret is lost, and from no other', async () => {
    await sealEvents(api.deps)
    expect(await latchkey('audit', 'restart')).toMatchObject({ code: 1, err: expect.stringContaining('no need') })
    const keys = deriveKeyring(['another secret of a test that is long'])
    const withOther = { withDeps: (work: (deps: Deps) => Promise<void>) => work({ ...api.deps, keys }) }
    expect(await type(['audit', 'verify'], '', withOther)).toMatchObject({ code: 1 })
    const restarted = await type(['audit', 'restart'], '', withOther)
    expect(restarted).toMatchObject({ code: 0, out: expect.stringContaining('An admin accepted seal') })
    expect(await type(['audit', 'verify'], '', withOther)).toMatchObject({ code: 0 })
  })

  it.each([
    [['verify', '--head', 'x'], 'A head looks like'],
    [['list', '--email', 'eve@example.com'], 'no account'],
    [['list', '--user', 'x'], 'x is not an id'],
    [['list', '--since', 'x'], 'x is not a date or time'],
    [['list', '--limit', '0'], '--limit takes'],
  ])('explains the error in %j', async (args, sentence) => {
    expect(await latchkey('audit', ...args)).toMatchObject({ code: 1, err: expect.stringContaining(sentence) })
  })
})

describe('latchkey', () => {
  it('shows its help, and exits with 2 if the arguments are wrong', async () => {
    expect(await latchkey('--help')).toMatchObject({ code: 0, out: expect.stringContaining('session'), err: '' })
    for (const args of [['nonsense'], ['user'], ['user', 'create'], ['user', 'list', '--nonsense']])
      expect(await latchkey(...args)).toMatchObject({ code: 2, err: expect.stringMatching(/Usage|--help/) })
  })

  it('explains wrong settings, and exits with 130 if the prompt is cancelled', async () => {
    const withDeps = () => Promise.reject(new SettingsError('PORT: not a port'))
    expect(await type(['user', 'list'], '', { withDeps })).toEqual({
      code: 1,
      out: '',
      err: 'latchkey: PORT: not a port\n',
    })
    const readPassword = () => Promise.reject(new DOMException('left', 'AbortError'))
    expect(await type(['user', 'create', email], '', { readPassword })).toEqual({ code: 130, out: '', err: '' })
  })
})

describe('latchkey migrate', () => {
  it('makes the tables of an empty database, and then has nothing to do', async () => {
    const { adminUrl, run } = inject('template')
    const admin = await connectForTest(adminUrl)
    const empty = new URL(adminUrl)
    empty.pathname = `/test_${run}_${crypto.randomUUID()}`
    const name = empty.pathname.slice(1)
    await admin.query(`create database "${name}"`)
    onTestFinished(async () => {
      await admin.query(`drop database "${name}" with (force)`)
      await admin.end()
    })
    const migrate = (...more: string[]) => type(['migrate', ...more], '', { withDatabase: work => work(empty.href) })
    const first = await migrate('--roles')
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(first.out).toMatch(/^(applied {2}\d{14}_\w+\n)+The roles have their rights\.\n$/)
    expect(await migrate()).toEqual({ code: 0, out: 'The database has every migration.\n', err: '' })
    const made = await connectForTest(empty.href)
    const { rows } = await made.query("select has_table_privilege('latchkey_api', 'public.users', 'insert') as may")
    await made.end()
    expect(rows).toEqual([{ may: true }])
  })
})
