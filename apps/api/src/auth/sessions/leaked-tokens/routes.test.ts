import { createSecretKey } from 'node:crypto'
import { reportLeakedToken } from '@latchkey/contracts/auth/leaked-tokens'
import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { mailTo, wordsOf } from '../../../../testing/mails.ts'
import { days } from '../../../../testing/movable-clock.ts'
import { testApi } from '../../../../testing/test.ts'
import { waiting } from '../../../../testing/waiting.ts'
import { mintToken } from '../../../platform/crypto/token.ts'

// More connections than concurrent reports.
const api = await testApi({ environment: { DATABASE_POOL: '12' } })
const report = (token: string) => api.call(reportLeakedToken, { token })
const who = (token: string) => api.call(currentSession, {}, { token })

async function signedIn() {
  const user = await api.createUser()
  const headers = { 'user-agent': 'curl/8.5.0' }
  const { caller, session } = await api.signIn(user, {}, { headers })
  return { user, session, token: caller.token ?? '' }
}

beforeEach(async () => void (await api.deliver()))

describe('POST /api/tokens/leaked', () => {
  it('answers a real and a made-up token alike; only the real one stops working, and its owner gets one mail', async () => {
    const { user, token } = await signedIn()
    const other = await api.signIn(user)
    await api.deliver()
    const answers = []
    for (const reported of [token, token, `${token.slice(0, -1)}A`, 'ghp_somebody_elses', ''])
      answers.push(await report(reported))
    const shapes = answers.map(({ status, response }) => [status, response.body, Object.keys(response.headers).sort()])
    for (const shape of shapes) expect(shape).toEqual(shapes[0])
    expect(shapes[0]).toEqual([204, '', expect.any(Array)])

    expect((await who(token)).problem).toMatchObject({ code: 'session_ended', reason: 'leaked' })
    expect((await api.call(currentSession, {}, other.caller)).status).toBe(200)
    const mails = await api.deliver()
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
      [user.email, 'One of your sessions was found in public'],
    ])
    const words = wordsOf(mailTo(mails, user.email))
    for (const said of [
      'End of the session that was used here',
      'Where: 127.0.0.1 Device: curl',
      "This wasn't me",
      '/not-me#token=',
    ])
      expect(words).toContain(said)
    expect(JSON.stringify(mails)).not.toContain(token)
    expect(api.logLines.join('')).not.toContain(token)
  })

  it('also ends the session of a browser, without its cookie', async () => {
    const { caller } = await api.signIn(await api.createUser(), { delivery: 'cookie' })
    const token = /=(lk_[\w-]+)/.exec(caller.cookie ?? '')?.[1] ?? ''
    expect((await report(token)).status).toBe(204)
    expect((await api.call(currentSession, {}, caller)).problem.reason).toBe('leaked')
  })

  it('makes the browser of that session count as new again', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    const token = /=(lk_[\w-]+)/.exec(caller.cookie ?? '')?.[1] ?? ''
    await report(token)
    expect(await api.db.device.count({ where: { userId: user.id, revokedAt: null } })).toBe(0)
    expect(await api.db.auditEvent.count({ where: { userId: user.id, kind: 'devices_revoked' } })).toBe(1)
    await api.deliver()
    await api.signIn(user, { delivery: 'cookie' }, caller)
    expect((await api.deliver()).map(({ subject }) => subject)).toContain('New sign-in to your account')
  })

  it('sends no query for a token that we never issued', async () => {
    const forged = mintToken([createSecretKey(Buffer.alloc(32))]).token
    const asked = vi.spyOn(api.deps.db, '$transaction')
    onTestFinished(() => asked.mockRestore())
    const before = api.queries.length
    expect((await report(forged)).status).toBe(204)
    expect([api.queries.length, asked.mock.calls]).toEqual([before, []])
  })

  it('gives the same answer for a signed-out token, which has no session', async () => {
    const { token } = await signedIn()
    await api.call(signOut, {}, { token })
    await api.deliver()
    expect((await report(token)).status).toBe(204)
    expect(await api.deliver()).toEqual([])
  })

  it('keeps the reason of a session that had already ended, and sends no mail', async () => {
    const { token, session } = await signedIn()
    await api.deliver()
    api.clock.advance(days(2))
    expect((await report(token)).status).toBe(204)
    expect(await api.db.session.findUniqueOrThrow({ where: { id: session.id } })).toMatchObject({ revokedAt: null })
    expect((await who(token)).problem.reason).toBe('expired')
    expect(await api.deliver()).toEqual([])
  })

  it('sends one mail when many finders report a token at the same moment', async () => {
    const { user, token } = await signedIn()
    await api.deliver()
    const answers = await api.db.$transaction(async tx => {
      await tx.$queryRaw`select 1 as x from users where id = ${user.id}::uuid for update`
      const reports = Array.from({ length: 8 }, () => report(token))
      // Half of the connections wait for the row, and the other requests for a turn.
      await waiting(api.db, 6)
      return reports
    })
    for (const { status } of await Promise.all(answers)) expect(status).toBe(204)
    expect(await api.deliver()).toHaveLength(1)
  })
})
