import { deleteUser } from '@latchkey/contracts/auth/account'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { revokeOtherSessions, revokeSession } from '@latchkey/contracts/auth/devices'
import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { describe, expect, it } from 'vitest'
import { testApi } from '../../../testing/test.ts'

const api = await testApi({ limits: true, environment: { LOG_LEVEL: 'info' } })

/** The production log of the requests in `ask`, with the lines of each request merged into one. */
async function linesOf(ask: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  api.logLines.length = 0
  await ask()
  const byRequest = Map.groupBy(
    api.logLines.map(line => JSON.parse(line)),
    ({ requestId }) => requestId,
  )
  return [...byRequest.values()].map(lines => Object.assign({}, ...lines))
}
const where = { method: expect.any(String), path: expect.stringMatching(/^\/api\//), ip: '127.0.0.1' }

describe('the log of a request', () => {
  it('shows who signed in or was refused, when, from where and with which request id', async () => {
    const user = await api.createUser()
    const { caller, session } = await api.signIn(user)
    const [signedIn, refused, unconfirmed] = await linesOf(async () => {
      await api.call(signIn, user)
      await api.call(signIn, { ...user, password: 'not the password' })
      await api.call(confirm, { password: 'not the password' }, caller)
    })
    const always = { time: expect.stringMatching(/Z$/), requestId: expect.any(String), req: where }
    expect(signedIn).toMatchObject({ ...always, event: 'signed_in', userId: user.id, res: { statusCode: 200 } })
    expect(signedIn?.sessionId).not.toBe(session.id)
    expect(refused).toMatchObject({ ...always, event: 'sign_in_refused', code: 'invalid_credentials' })
    expect(unconfirmed).toMatchObject({ ...always, event: 'confirm_refused', userId: user.id })
  })

  it('shows who ended which session', async () => {
    const user = await api.createUser()
    const [{ caller, session }, victim] = [await api.signIn(user), await api.signIn(user)]
    const lines = await linesOf(async () => {
      await api.call(revokeSession, { id: victim.session.id }, caller)
      await api.call(revokeOtherSessions, {}, caller)
      await api.call(signOut, {}, caller)
    })
    const userId = user.id
    expect(lines).toMatchObject([
      { event: 'session_revoked', userId, sessionId: victim.session.id, res: { statusCode: 200 } },
      { event: 'other_sessions_revoked', userId, revoked: 0, res: { statusCode: 200 } },
      { event: 'signed_out', userId, sessionId: session.id, res: { statusCode: 204 } },
    ])
  })

  it('shows requests that were refused for a missing permission', async () => {
    const { caller } = await api.signIn(await api.createUser())
    const other = await api.signIn(await api.createUser())
    const lines = await linesOf(async () => {
      await api.call(currentSession, {})
      await api.call(currentSession, {}, { token: 'lk_forged' })
      await api.call(revokeSession, { id: other.session.id }, caller)
      await api.call(deleteUser, {}, caller)
    })
    expect(lines).toMatchObject([401, 401, 404, 403].map(statusCode => ({ req: where, res: { statusCode } })))
  })

  it('shows requests that failed a check: of the origin, the input or a limit', async () => {
    const user = await api.createUser()
    const send = (payload: string, headers: Record<string, string>) =>
      api.app.inject({ method: 'POST', url: signIn.path, payload, headers })
    const lines = await linesOf(async () => {
      await api.call(signIn, user, { headers: { origin: 'https://evil.example' } })
      await send('{"email":{"$ne":""}}', { 'content-type': 'application/json' })
      await send('a=b', { 'content-type': 'text/plain' })
      for (let at = 0; at < 11; at++) await api.call(signIn, { ...user, password: 'not the password' })
    })
    const seen = lines.map(({ res }) => (res as { statusCode: number }).statusCode)
    expect([seen.slice(0, 3), seen.at(-1)]).toEqual([[403, 400, 415], 429])
    for (const line of lines) expect(line).toMatchObject({ req: where })
  })
})
