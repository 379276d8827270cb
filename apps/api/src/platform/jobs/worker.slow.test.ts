import { forgotPassword } from '@latchkey/contracts/auth/recovery'
import { resend, signUp } from '@latchkey/contracts/auth/sign-up'
import { openConnections } from '@latchkey/database/client'
import { createTestDatabase } from '@latchkey/database/testing'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { startServer, temporaryDataDir } from '../../../testing/server-process.ts'
import { type SmtpServer, startSmtpServer } from '../../../testing/smtp-server.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'
import { until } from '../../../testing/until.ts'
import { jobHandlers } from '../feature.ts'
import { openMailer } from '../mail/open-mailer.ts'
import { readSettings } from '../settings/settings.ts'

const api = await testApi()
const password = 'a password that no one else has'
const uniqueAddress = () => `${crypto.randomUUID()}@example.com`

async function smtpServer(): Promise<SmtpServer> {
  const smtp = await startSmtpServer()
  onTestFinished(() => smtp.close())
  return smtp
}

/** A server on the database of `api` that performs jobs and sends mails through this mail server. */
async function serverWithMail(smtp: SmtpServer) {
  const mailer = openMailer(readSettings({ SMTP_URL: smtp.url }), api.clock, api.deps.log)
  onTestFinished(() => mailer.close())
  const server = await replicaOf(api, { deps: { mailer }, environment: { DATA_DIR: await temporaryDataDir() } })
  await server.deps.jobs.work(jobHandlers(server.deps))
  return server
}
const jobs = () =>
  api.db.$queryRaw<{ state: string; job: string }[]>`select state::text, row_to_json(job)::text as job from pgboss.job`
/** Ends the pause before the next try. */
const retryNow = (db = api.db) => db.$executeRaw`update pgboss.job set start_after = now() where state = 'retry'`

describe('a mail server that is down', () => {
  it('changes no answer; each mail arrives once when the mail server is back', async () => {
    const smtp = await smtpServer()
    const server = await serverWithMail(smtp)
    const { email: known } = await api.createUser()
    const answerTo = async (email: string) => {
      const { status, response } = await server.call(signUp, { email, password })
      return [status, Object.keys(response.headers).sort(), Object.keys(response.json().data)]
    }
    const usual = await answerTo(uniqueAddress())
    await until(async () => (await jobs()).every(({ state }) => state === 'completed'))
    await smtp.stop()

    const unknown = uniqueAddress()
    expect([await answerTo(unknown), await answerTo(known)]).toEqual([usual, usual])
    await until(async () => (await jobs()).filter(({ state }) => state === 'retry').length === 2)

    await smtp.restart()
    await retryNow()
    expect((await smtp.take(unknown)).links[0]).toContain('#token=lk_')
    expect((await smtp.take(known)).text).not.toContain('lk_')
    await until(async () => (await jobs()).every(({ state }) => state === 'completed'))
    expect(smtp.mails.filter(({ to }) => to === unknown || to === known)).toEqual([])
    const lines = [...server.logLines, ...api.logLines]
    expect(lines.filter(line => line.includes('a job failed and will be tried again'))).toHaveLength(2)
    expect(lines.join('')).not.toMatch(new RegExp(`${unknown}|${known}|lk_`))
  })
})

describe('a server that is killed', () => {
  it('between commit and sending: the next server sends the mail', async () => {
    const smtp = await smtpServer()
    const database = await createTestDatabase(inject('template'))
    const { db, close } = openConnections(database.url)
    onTestFinished(async () => {
      await close()
      await database.drop()
    })
    const environment = { DATABASE_URL: database.url, DATA_DIR: await temporaryDataDir(), SMTP_URL: smtp.url }
    const first = await startServer(environment)
    await smtp.stop()
    const email = uniqueAddress()
    const response = await fetch(first.address + signUp.path, {
      method: signUp.method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    })
    expect(response.status).toBe(202)
    await first.kill('SIGKILL')
    await smtp.restart()
    // The job of the killed server has expired.
    await db.$executeRaw`update pgboss.job set started_on = now() - interval '1 minute' where state = 'active'`
    await db.$executeRaw`update pgboss.queue set monitor_claim_on = null, monitor_on = null`

    const second = await startServer(environment)
    const arrival = smtp.take(email)
    const retrying = setInterval(() => void retryNow(db), 100)
    expect((await arrival).links[0]).toContain('#token=lk_')
    clearInterval(retrying)
    await until(async () => (await db.$queryRaw<[]>`select from pgboss.job where state = 'active'`).length === 0)
    expect(smtp.mails).toEqual([])
    expect(await second.kill('SIGTERM')).toBe(0)
  })
})

describe('the queue', () => {
  it('holds no secret, for any request and any mail', async () => {
    const { email: known } = await api.createUser()
    const unknown = uniqueAddress()
    for (const email of [known, unknown]) {
      await api.call(signUp, { email, password })
      await api.call(resend, { email })
      await api.call(forgotPassword, { email })
    }
    const waiting = await jobs()
    const mails = await api.deliver()
    const all = [...waiting, ...(await jobs())].map(({ job }) => job).join('\n')
    expect(all).toContain(unknown)
    const secrets = mails.flatMap(({ text }) => text.match(/lk_[\w-]+|^\d{6}$/gm) ?? [])
    expect(secrets.length).toBeGreaterThanOrEqual(4)
    for (const secret of [...secrets, password]) expect(all).not.toContain(secret)
    expect(all).not.toMatch(/lk_|argon2/)
  })
})
