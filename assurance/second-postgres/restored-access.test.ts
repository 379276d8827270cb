import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { linkIdentity } from '@latchkey/api/auth/identities/identity'
import { withAccount } from '@latchkey/api/testing/account'
import { createAdmin } from '@latchkey/api/testing/admins'
import { signInConfirmed } from '@latchkey/api/testing/confirmed'
import { mailTo, secretIn } from '@latchkey/api/testing/mails'
import { minutes } from '@latchkey/api/testing/movable-clock'
import { startProvider } from '@latchkey/api/testing/provider'
import { startTestApi, type TestApi } from '@latchkey/api/testing/test-api'
import { beginSignIn, finishSignIn } from '@latchkey/api/testing/totp'
import { addAccount, callbackOf, linkedUser, signInAt } from '@latchkey/api/testing/with-provider'
import { searchPeople } from '@latchkey/contracts/auth/admin'
import { identities, unlinkIdentity } from '@latchkey/contracts/auth/identities'
import { notMe } from '@latchkey/contracts/auth/recovery'
import { pages } from '@latchkey/contracts/pages'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { runLatchkey } from './latchkey.ts'
import { createPostgres, type Postgres } from './postgres.ts'
import { requireProgram } from './programs.ts'
import { secret } from './server.ts'

let postgres: Postgres
let clock: Pick<TestApi['clock'], 'now'> = { now: () => new Date() }
// It dates its tokens by the clock of the server that runs.
const provider = await startProvider({
  redirectUris: [callbackOf('one')],
  clock: { now: () => clock.now() },
  claimsInIdToken: true,
})
beforeAll(async () => {
  postgres = await createPostgres()
})
afterAll(async () => {
  await provider.close()
  await postgres?.remove()
})

const latchkey = async (database: string, ...args: string[]) => {
  const { code, said } = await runLatchkey(postgres, database, args)
  expect(code, said).toBe(0)
  return said
}

/** A server on this database, whose clock is `aheadMs` ahead of the machine's. */
async function startOn(database: string, aheadMs: number): Promise<TestApi> {
  const url = postgres.socketUrl('owner', database)
  const environment = { APP_SECRET: secret, ...provider.environment('ONE') }
  // There is nothing to copy: it uses the database of the address.
  const api = await startTestApi({ adminUrl: url, template: database, run: 'none' }, { url, environment })
  onTestFinished(() => api.close())
  api.clock.advance(Date.now() + aheadMs - api.clock.now().getTime())
  clock = api.clock
  return api
}

/** Does what steps 4 and 5 of "Restore a backup" say, with their own commands. */
async function followSteps(database: string, log: string, since: string) {
  const page = await readFile(path.resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8')
  const steps = page.slice(page.indexOf('## Restore a backup'))
  const [filter = ''] = /(?<=jq -r ')[^']+(?=')/.exec(steps) ?? []
  const [passwords = '', accounts = ''] = steps.match(/delete from \w+ where user_id in \(.*\);/g) ?? []
  const file = path.join(postgres.directory, 'log.json')
  await writeFile(file, log)
  const { stdout } = await promisify(execFile)(requireProgram('jq'), [
    '-r',
    filter.replace(/"20[^"]*Z"/, `"${since}"`),
    file,
  ])
  const listed = stdout.split('\n').flatMap(line => {
    const [, event = '', userId = ''] = line.split('\t')
    return event === '' ? [] : [{ event, userId }]
  })
  const idsOf = (events: RegExp) => listed.flatMap(({ event, userId }) => (events.test(event) ? [`'${userId}'`] : []))
  for (const [statement, events] of [
    [passwords, /^(password_.*|not_me|account_kept)$/],
    [accounts, /^(identity_removed|not_me|account_kept)$/],
  ] as const)
    await postgres.sql(statement.replace(/\(.*\)/, `(${idsOf(events).join()})`), database)
}

it('after a restore no one is an admin, and the steps unlink the accounts that were unlinked since', async () => {
  const before = await startOn('app', 0)
  const admin = await createAdmin(before)
  const unlinks = await linkedUser(before, provider)
  const keeps = await linkedUser(before, provider)
  const robbed = await before.createUser()
  const thief = addAccount(provider)
  const proven = { provider: 'one', issuer: provider.issuer, subject: thief.subject, email: thief.email }
  await withAccount(before, robbed.id, account => linkIdentity(account, proven))
  const button = secretIn(mailTo(await before.deliver(), robbed.email), pages.notMe)
  const file = (await latchkey('app', 'backup', path.join(postgres.directory, 'backups'))).trim()
  const { createdAt } = JSON.parse(await readFile(`${file}.json`, 'utf8'))

  // What the backup does not know.
  const { caller } = await signInConfirmed(before, unlinks.user)
  const [identity] = (await before.call(identities, {}, caller)).data
  expect((await before.call(unlinkIdentity, { id: identity?.id ?? '' }, caller)).status).toBe(204)
  expect((await before.call(notMe, { token: button })).status).toBe(204)
  expect(await before.db.identity.findMany({ select: { userId: true } })).toEqual([{ userId: keeps.user.id }])
  await latchkey('app', 'user', 'remove-admin', admin.user.email)

  await postgres.sql('create database revived owner owner')
  const said = await latchkey('revived', 'restore', file)
  expect(said).toContain(`${admin.user.email}  no admin\n1 admins  removed: `)
  await postgres.sql(await readFile(path.resolve(import.meta.dirname, '../../prisma/roles.sql'), 'utf8'), 'revived')
  expect(await latchkey('revived', 'audit', 'list', '--kind', 'admin_removed')).toContain(admin.user.id)

  // Later, so that the admin's app shows another code.
  const after = await startOn('revived', minutes(10))
  const adminAgain = await finishSignIn(after, admin.secret, await beginSignIn(after, admin.user))
  expect((await after.call(searchPeople, {}, adminAgain.caller)).status).toBe(404)
  expect(await after.db.identity.count()).toBe(3)
  await followSteps('revived', before.logLines.join(''), createdAt)
  for (const subject of [unlinks.subject, thief.subject, keeps.subject]) await signInAt(after, provider, subject)
  const livesOf = ({ id }: { id: string }) => after.db.session.count({ where: { userId: id, revokedAt: null } })
  expect([await livesOf(unlinks.user), await livesOf(robbed), await livesOf(keeps.user)]).toEqual([0, 0, 1])
  expect((await after.signIn(unlinks.user)).session).toBeDefined()
  expect(await after.db.password.count({ where: { userId: robbed.id } })).toBe(0)
})
