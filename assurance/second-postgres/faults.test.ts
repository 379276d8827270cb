import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { faults } from './faults.ts'
import { createPostgres, type Postgres } from './postgres.ts'
import { createPerson, exercise, expectOutage, expectWorks, startServer } from './server.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await createPostgres()
  await createPerson(postgres)
})
afterAll(() => postgres?.remove())
// One person signs in more often here than the limits allow.
beforeEach(() => postgres.sql('delete from limits', 'app').then(() => {}))

const start = () => startServer(postgres.socketUrl('app'), postgres.socketUrl('owner'))

const startsThatWait = faults.filter(({ endsStart }) => !endsStart)
const startsThatEnd = faults.flatMap(({ endsStart, ...fault }) => (endsStart ? [{ ...fault, endsStart }] : []))

describe.each(faults)('by a socket, while $name,', ({ cause, mend, reason, isPartial }) => {
  it('a server answers 503, signs no one out, and works again afterwards', async () => {
    const running = await start()
    await running.untilReady()
    const token = await exercise(running)
    await cause(postgres)
    try {
      await expectOutage(running, token, reason, isPartial)
    } finally {
      await mend(postgres)
    }
    await expectWorks(running, token)
    expect(running.server.printed()).not.toMatch(/"statusCode":500/)
    expect(await running.server.kill('SIGTERM')).toBe(0)
  })
})

describe.each(startsThatWait)('by a socket, while $name,', ({ cause, mend, reason }) => {
  it('a start waits, with one warning that says why', async () => {
    await cause(postgres)
    let mended = false
    const mendOnce = async () => {
      if (!mended) await mend(postgres)
      mended = true
    }
    onTestFinished(mendOnce)
    const running = await start()
    await running.untilWarned(reason)
    await mendOnce()
    await running.untilReady()
    await exercise(running)
    expect(await running.server.kill('SIGTERM')).toBe(0)
  })
})

describe.each(startsThatEnd)('by a socket, while $name,', ({ cause, mend, endsStart }) => {
  it('a start ends, by a sentence that says what to run', async () => {
    await cause(postgres)
    onTestFinished(() => mend(postgres).then(() => {}))
    await (await start()).untilRefused(endsStart)
  })
})

it('connections that are ended again and again (57P01) give 503 at most', async () => {
  const running = await start()
  await running.untilReady()
  const token = await exercise(running)
  const seen = new Set<number>()
  for (let round = 0; round < 10; round++) {
    const answers = [running.signIn(), running.whoAmI(token), postgres.disconnect().then(() => undefined)]
    for (const answer of await Promise.all(answers)) if (answer) seen.add(answer.status)
  }
  for (const status of seen) expect([200, 429, 503]).toContain(status)
  await expectWorks(running, token)
})

it.each([
  ['db.invalid', 'the name of its host cannot be resolved'],
  ['127.0.0.1:1', 'nothing listens at its address'],
])('a start waits for %s, and a warning says that %s', async (host, reason) => {
  const address = `postgresql://app:x@${host}/app?sslmode=disable`
  const running = await startServer(address, address)
  await running.untilWarned(new RegExp(reason))
})
