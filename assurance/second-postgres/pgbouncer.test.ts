import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startPgBouncer } from './pgbouncer.ts'
import { createPostgres, type Postgres } from './postgres.ts'
import { pgBouncerPrepares } from './programs.ts'
import { createPerson, exercise, expectOutage, expectWorks, startServer } from './server.ts'

/** More than a server opens. */
const manyClients = 40

const prepares = await pgBouncerPrepares()

let postgres: Postgres
beforeAll(async () => {
  postgres = await createPostgres()
  await createPerson(postgres)
})
afterAll(() => postgres?.remove())
beforeEach(() => postgres.sql('delete from limits', 'app').then(() => {}))

const start = (url: string) => startServer(url, postgres.socketUrl('owner'))

describe('PgBouncer', () => {
  it('in transaction mode without prepared statements is refused at the start, by a sentence', async () => {
    const { url } = await startPgBouncer(postgres, 'transaction', prepares ? 'max_prepared_statements = 0' : '')
    const running = await start(url)
    await running.untilRefused(
      /The pooler at DATABASE_URL mixes up prepared statements\..*max_prepared_statements = 600/s,
    )
  })

  it.skipIf(!prepares)('in transaction mode with prepared statements, from version 1.21, works', async () => {
    const { url } = await startPgBouncer(postgres, 'transaction', 'max_prepared_statements = 600')
    const running = await start(url)
    await running.untilReady()
    await exercise(running)
    expect(await running.server.kill('SIGTERM')).toBe(0)
  })

  it('in session mode works, and the start warns of limits that it keeps from being set', async () => {
    const { url } = await startPgBouncer(postgres, 'session')
    const running = await start(url)
    await running.untilReady()
    await exercise(running)
    expect(running.server.printed()).toContain('statement_timeout is 0, and the pooler at DATABASE_URL keeps')
    expect(await running.server.kill('SIGTERM')).toBe(0)
  })

  it('without its database, or gone, is 503, and works again', async () => {
    const { url } = await startPgBouncer(postgres, 'session')
    const running = await start(url)
    await running.untilReady()
    const token = await exercise(running)
    await postgres.stop()
    try {
      await expectOutage(running, token, /the connection broke|it does not answer in time|nothing listens/)
    } finally {
      await postgres.start()
    }
    await expectWorks(running, token)
  })

  it('that was killed is 503 in a server that runs', async () => {
    const { url, stop } = await startPgBouncer(postgres, 'session')
    const running = await start(url)
    await running.untilReady()
    const token = await exercise(running)
    await stop()
    await expectOutage(running, token, /nothing listens at its address/)
  })

  it('that refuses more clients (08P01) makes a start wait, and the warning quotes it', async () => {
    const { url } = await startPgBouncer(postgres, 'session', `max_client_conn = ${manyClients}`)
    const others = Array.from({ length: manyClients }, () => new Client({ connectionString: url }))
    await Promise.all(others.map(other => other.connect()))
    const running = await start(url)
    await running.untilWarned(/it accepts no more connections\. .*max_client_conn/)
    await Promise.all(others.map(other => other.end()))
    await running.untilReady()
    await exercise(running)
  })
})
