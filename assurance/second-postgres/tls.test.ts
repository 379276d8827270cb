import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startPooler } from '../../packages/database/testing/pooler.ts'
import { type Certificate, makeCertificate } from './certificates.ts'
import { createPostgres, type Postgres } from './postgres.ts'
import { createPerson, exercise, expectOutage, expectWorks, startServer } from './server.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await createPostgres()
  await createPerson(postgres)
})
afterAll(() => postgres?.remove())
beforeEach(() => postgres.sql('delete from limits', 'app').then(() => {}))

const startBehind = async (delayMs: number, parameters = '') => {
  const [app, owner] = [
    await startPooler(postgres.tlsUrl('app'), { delayMs }),
    await startPooler(postgres.tlsUrl('owner'), { delayMs }),
  ]
  return startServer(app.url + parameters, owner.url + parameters)
}

describe('with TLS and an authority of its own,', () => {
  it.each([
    [0, ''],
    [100, ''],
    [200, '&connect_timeout=10'],
  ])('a database whose messages take %i ms each way can be used', async (delayMs, parameters) => {
    const running = await startBehind(delayMs, parameters)
    await running.untilReady()
    await exercise(running)
    expect(await running.server.kill('SIGTERM')).toBe(0)
  })

  it('a database that is too far away for its connect_timeout makes a start wait, and the warning names the parameter', async () => {
    const running = await startBehind(400, '&connect_timeout=1')
    await running.untilWarned(/it does not answer in time\. .* add connect_timeout=SECONDS/)
  })

  it('with a larger connect_timeout, a start succeeds at 400 ms each way', async () => {
    const running = await startBehind(400, '&connect_timeout=20')
    await running.untilReady()
    expect(await running.server.kill('SIGTERM')).toBe(0)
  })

  const expired = () =>
    makeCertificate({ name: 'localhost', by: postgres.authority, expires: new Date(Date.now() - 60_000) })
  const faults: [string, () => Certificate, RegExp][] = [
    ['that expired', expired, /TLS failed\. .*certificate has expired/],
    [
      'of another host',
      () => makeCertificate({ name: 'other.example', by: postgres.authority }),
      /TLS failed\. .*other\.example/,
    ],
    [
      'of an unknown authority',
      () => makeCertificate({ name: 'localhost', by: makeCertificate({ name: 'Another' }) }),
      /TLS failed\. .*sslrootcert/,
    ],
    ['that signs itself', () => makeCertificate({ name: 'localhost' }), /TLS failed\. .*self-signed/],
  ]
  const presentValid = () => postgres.present(makeCertificate({ name: 'localhost', by: postgres.authority }))

  it.each(faults)(
    'a certificate %s is 503 in a server that runs, makes a start wait, and needs no restart',
    async (_, make, reason) => {
      const running = await startServer(postgres.tlsUrl('app'), postgres.tlsUrl('owner'))
      await running.untilReady()
      const token = await exercise(running)
      await postgres.present(make())
      await postgres.disconnect()
      const starting = await startServer(postgres.tlsUrl('app'), postgres.tlsUrl('owner'))
      try {
        await expectOutage(running, token, reason)
        await starting.untilWarned(reason)
      } finally {
        await presentValid()
      }
      await expectWorks(running, token)
      await starting.untilReady()
      await exercise(starting)
    },
  )

  it('a certificate that expires while connections are open is 503 as soon as they end', async () => {
    await postgres.present(
      makeCertificate({ name: 'localhost', by: postgres.authority, expires: new Date(Date.now() + 30_000) }),
    )
    try {
      const running = await startServer(postgres.tlsUrl('app'), postgres.tlsUrl('owner'))
      await running.untilReady()
      const token = await exercise(running)
      await new Promise(resolve => setTimeout(resolve, 30_000))
      await postgres.disconnect()
      await expectOutage(running, token, /TLS failed\. .*certificate has expired/)
      await presentValid()
      await expectWorks(running, token)
    } finally {
      await presentValid()
    }
  })
})
