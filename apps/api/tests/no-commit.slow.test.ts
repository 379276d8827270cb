import { listSessions } from '@latchkey/contracts/auth/devices'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { ready } from '@latchkey/contracts/platform/health'
import { type ControlledPostgres, startControlledPostgres } from '@latchkey/database/testing-standby'
import { expect, inject, it, onTestFinished } from 'vitest'
import { startTestApi, type TestApi } from '../testing/test-api.ts'
import { until } from '../testing/until.ts'
import { warm } from '../testing/warm.ts'

/** A server on a Postgres of its own, and a person who is signed in there. */
async function start() {
  const postgres = await startControlledPostgres()
  onTestFinished(postgres.close)
  const api = await startTestApi(inject('template'), { url: postgres.url, follows: true, impatient: true })
  onTestFinished(api.close)
  const user = await api.createUser()
  const { caller } = await api.signIn(user)
  await warm(api, caller)
  return { postgres, api, user, caller }
}

const isReady = async (api: TestApi) => (await api.call(ready, {})).status === 200

/** Until it is ready by a heartbeat that it heard. A busy machine may hear one too late. */
const untilProbesWriteNothing = (api: TestApi) =>
  until(async () => {
    api.queries.length = 0
    return (await isReady(api)) && !api.queries.includes('commit')
  })

async function setStandby({ sql }: ControlledPostgres, name: string) {
  await sql(`alter system set synchronous_standby_names = '${name}'`, 'select pg_reload_conf()')
}

/** The reason of the last line that says so. */
const reasonOf = ({ logLines }: TestApi, message: string) =>
  logLines.map(line => JSON.parse(line)).findLast(({ msg }) => msg === message)?.reason

it('while commits wait for a standby that is not there, sign-in and ready are 503 and reads work; probes write nothing before and after', async () => {
  const { postgres, api, user, caller } = await start()
  await untilProbesWriteNothing(api)

  await setStandby(postgres, 'of_no_one')
  await until(async () => !(await isReady(api)))
  expect(reasonOf(api, 'not ready')).toContain('synchronous_standby_names')
  const signingIn = api.call(signIn, user)
  // A sign-in is given up after five seconds, and those who probe wait for four.
  expect(await Promise.race([isReady(api), signingIn])).toBe(false)
  const refused = await signingIn
  expect([refused.status, refused.problem.code]).toEqual([503, 'unavailable'])
  expect((await api.call(listSessions, {}, caller)).status).toBe(200)

  await setStandby(postgres, '')
  await until(() => isReady(api))
  expect((await api.call(signIn, user)).status).toBe(200)
  await untilProbesWriteNothing(api)
})

it('while Postgres has no transaction ids left, sign-in and ready are 503, and the log says what to do', async () => {
  const { postgres, api, user, caller } = await start()
  // Postgres takes no change once the oldest row of any database may be 2^31 - 3,000,000 transactions old. A vacuum lets it look again.
  await postgres.sql(
    `update pg_database set datfrozenxid = ((txid_current() - 2145000000 + 4294967296) % 4294967296)::text::xid
     where datname = 'template0'`,
    `update pg_database set datfrozenxid = '3' where datname = current_database()`,
    'vacuum pg_database',
  )
  const refused = await api.call(signIn, user)
  expect([refused.status, refused.problem.code]).toEqual([503, 'unavailable'])
  expect(reasonOf(api, 'the database is unavailable')).toMatch(/^it has no transaction ids left, .* Run vacuum/)
  await until(async () => !(await isReady(api)))
  expect(reasonOf(api, 'not ready')).toContain('no transaction ids left')
  expect((await api.call(listSessions, {}, caller)).status).toBe(200)
})
