import { deleteUser } from '@latchkey/contracts/auth/account'
import { forgotPassword, notMe, resetPassword } from '@latchkey/contracts/auth/recovery'
import { factorOptions, proveFactor } from '@latchkey/contracts/auth/second-step'
import { currentSession, events } from '@latchkey/contracts/auth/sessions'
import { pages } from '@latchkey/contracts/pages'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { withAccount } from '../../../testing/account.ts'
import { signInConfirmed } from '../../../testing/confirmed.ts'
import { mailTo, secretIn } from '../../../testing/mails.ts'
import { days, seconds } from '../../../testing/movable-clock.ts'
import { assert, createUserWithPasskey } from '../../../testing/passkeys.ts'
import { tcpProxy } from '../../../testing/tcp-proxy.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'
import { startTestApi, type TestApi } from '../../../testing/test-api.ts'
import { addApp, beginSignIn, codeOf, createUserWithApp, finishSignIn } from '../../../testing/totp.ts'
import { mintToken } from '../../platform/crypto/token.ts'
import { disableUser } from '../account/changes.ts'
import { openChallenge } from '../challenges/service.ts'
import { leaveUnfinished } from './unfinished.ts'

const api = await testApi()
const prove = (challenge: string, code: string, caller = {}) =>
  api.call(proveFactor, { challenge, method: 'totp', code }, caller)

describe('a code of an app', () => {
  it('is used up by the enrolment that it finished, also for signing in in the same step', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const { secret } = await addApp(api, caller)
    api.clock.advance(-seconds(30))
    const { challenge } = await beginSignIn(api, user)
    expect((await prove(challenge, codeOf(api, secret))).problem.code).toBe('invalid_factor')
    api.clock.advance(seconds(30))
    expect((await prove(challenge, codeOf(api, secret))).status).toBe(200)
  })

  it('is refused a second time, and so is an older one that was not used', async () => {
    const { user, secret } = await createUserWithApp(api)
    const older = codeOf(api, secret)
    api.clock.advance(seconds(30))
    const code = codeOf(api, secret)
    const [first, second] = [await beginSignIn(api, user), await beginSignIn(api, user)]
    expect((await prove(first.challenge, code)).status).toBe(200)
    for (const used of [code, older]) expect((await prove(second.challenge, used)).problem.code).toBe('invalid_factor')
  })

  it('may be one step early or late, and not two', async () => {
    const { user, secret } = await createUserWithApp(api)
    const { challenge } = await beginSignIn(api, user)
    const code = codeOf(api, secret)
    api.clock.advance(seconds(60))
    expect((await prove(challenge, code)).problem.code).toBe('invalid_factor')
    api.clock.advance(-seconds(120))
    expect((await prove(challenge, code)).problem.code).toBe('invalid_factor')
    api.clock.advance(seconds(30))
    expect((await prove(challenge, code)).status).toBe(200)
    api.clock.advance(seconds(60))
  })

  it('is never accepted again, wherever the clock is moved', async () => {
    const { user, secret } = await createUserWithApp(api)
    const code = codeOf(api, secret)
    await finishSignIn(api, secret, await beginSignIn(api, user))
    api.clock.advance(-seconds(30))
    const { challenge } = await beginSignIn(api, user)
    expect((await prove(challenge, code)).problem.code).toBe('invalid_factor')
    api.clock.advance(-days(1))
    const early = await beginSignIn(api, user)
    expect((await prove(early.challenge, codeOf(api, secret))).problem.code).toBe('invalid_factor')
    api.clock.advance(days(2))
    const { status } = await prove((await beginSignIn(api, user)).challenge, codeOf(api, secret))
    expect(status).toBe(200)
  })

  it('of another person proves nothing', async () => {
    const [ada, eve] = [await createUserWithApp(api), await createUserWithApp(api)]
    const { challenge } = await beginSignIn(api, ada.user)
    expect((await prove(challenge, codeOf(api, eve.secret))).problem.code).toBe('invalid_factor')
    const [code = ''] = eve.recoveryCodes
    const recovery = await api.call(proveFactor, { challenge, method: 'recovery_code', code })
    expect(recovery.problem.code).toBe('invalid_factor')
    expect((await api.db.recoveryCode.findMany({ where: { userId: eve.user.id, usedAt: { not: null } } })).length).toBe(
      0,
    )
  })

  it('does not pass as a recovery code, nor a recovery code as one', async () => {
    const { user, secret, recoveryCodes } = await createUserWithApp(api)
    const { challenge } = await beginSignIn(api, user)
    const swapped = [
      { method: 'recovery_code', code: codeOf(api, secret) },
      { method: 'totp', code: recoveryCodes[0] ?? '' },
    ] as const
    for (const proof of swapped)
      expect((await api.call(proveFactor, { challenge, ...proof })).problem.code).toBe('invalid_factor')
  })
})

describe('an unfinished sign-in', () => {
  it('is finished by one of 64 requests at once', async () => {
    const { user, recoveryCodes } = await createUserWithApp(api)
    const { challenge } = await beginSignIn(api, user)
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, at) =>
        api.call(proveFactor, { challenge, method: 'recovery_code', code: recoveryCodes[at % 10] ?? '' }),
      ),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    // What the others proved was not used up.
    expect(await api.db.recoveryCode.count({ where: { userId: user.id, usedAt: { not: null } } })).toBe(1)
  })

  it('opens no restricted endpoint and no stream', async () => {
    const { user } = await createUserWithApp(api)
    const { challenge } = await beginSignIn(api, user)
    for (const endpoint of [currentSession, events, deleteUser])
      for (const caller of [{ token: challenge }, { cookie: `__Host-latchkey=${challenge}`, sameOrigin: true }])
        expect((await api.call(endpoint, {}, caller)).problem.code).toBe('invalid_token')
  })

  it('is not opened by a secret of another purpose', async () => {
    const { user, secret } = await createUserWithApp(api)
    const others = [
      'reset',
      'email_change',
      'cancel_email',
      'not_me',
      'keep',
      'undo_deletion',
      'passkey',
      'add_passkey',
      'sign_up_passkey',
      'confirm',
      'email_code',
    ] as const
    const secrets = await withAccount(api, user.id, async account => {
      const opened = []
      for (const purpose of others)
        opened.push((await openChallenge(account, purpose, { address: user.email, lifetimeMs: 600_000 })).secret)
      return opened
    })
    const tokens = (['session token', 'device token', 'browser of a sign-in', 'unfinished sign-in'] as const).map(
      purpose => mintToken(api.deps.keys(purpose)).token,
    )
    for (const challenge of [...secrets, ...tokens])
      expect((await prove(challenge, codeOf(api, secret))).problem.code).toBe('invalid_challenge')
  })

  it('is not finished by a second proof of the same kind, which stays unused', async () => {
    const { user, secret } = await createUserWithApp(api)
    const begin = (methods: ['otp'] | ['pwd']) =>
      withAccount(api, user.id, account =>
        leaveUnfinished(account, { methods, delivery: 'bearer', remembered: false, browser: null }),
      )
    const code = codeOf(api, secret)
    expect((await prove((await begin(['otp'])).challenge, code)).problem.code).toBe('invalid_factor')
    expect((await prove((await begin(['pwd'])).challenge, code)).status).toBe(200)
  })

  it('stays open in one tab when another tab signs in', async () => {
    const { user, secret } = await createUserWithApp(api)
    const first = await beginSignIn(api, user, { delivery: 'cookie' })
    const second = await beginSignIn(api, user, { delivery: 'cookie' }, first.caller)
    const finish = async ({ challenge }: { challenge: string }) => {
      const { status, response } = await prove(challenge, codeOf(api, secret), second.caller)
      api.clock.advance(seconds(30))
      expect(response.cookies.filter(({ value }) => value === '')).toEqual([])
      return status
    }
    expect([await finish(first), await finish(second)]).toEqual([200, 200])
  })

  it('uses up no sign-in on a new device', async () => {
    const { user, secret } = await createUserWithApp(api)
    const server = await replicaOf(api, { limits: true })
    const begun = []
    for (let count = 0; count < 58; count++) begun.push(await beginSignIn(server, user))
    for (const unfinished of begun.slice(0, 3)) await finishSignIn(server, secret, unfinished)
  })

  it('of a browser is worth nothing elsewhere, and one of an API client gives a browser no cookie', async () => {
    const { user, secret } = await createUserWithApp(api)
    const browser = await beginSignIn(api, user, { delivery: 'cookie' })
    const stolen = { ...browser.caller, sameOrigin: false, headers: { 'sec-fetch-site': 'cross-site' } }
    const code = codeOf(api, secret)
    for (const caller of [{}, stolen, { sameOrigin: true }])
      expect((await prove(browser.challenge, code, caller)).status).not.toBe(200)
    const { response } = await prove((await beginSignIn(api, user)).challenge, code, browser.caller)
    expect(response.statusCode).toBe(200)
    expect(response.cookies.filter(({ value }) => value !== '')).toEqual([])
  })

  it.each([
    ['is disabled', (id: string) => withAccount(api, id, disableUser)],
    ['is deleted', (id: string) => api.db.user.update({ where: { id }, data: { deletedAt: api.clock.now() } })],
    ['is gone', (id: string) => api.db.user.delete({ where: { id } })],
  ])('ends if the person %s in the meantime', async (_, end) => {
    const { user, secret } = await createUserWithApp(api)
    const { challenge } = await beginSignIn(api, user)
    await end(user.id)
    expect((await prove(challenge, codeOf(api, secret))).problem.code).toBe('invalid_challenge')
    expect(
      await api.db.session.count({ where: { userId: user.id, methods: { has: 'mfa' }, revokedAt: null } }),
    ).toBeLessThan(2)
  })

  it('ends with a reset and with "this wasn’t me", and a reset does not skip the factor', async () => {
    const { user, secret } = await createUserWithApp(api)
    await api.deliver()
    const before = await beginSignIn(api, user)
    await api.call(forgotPassword, { email: user.email })
    const token = secretIn(mailTo(await api.deliver(), user.email), pages.reset)
    const password = 'quite another battery'
    const reset = await api.call(resetPassword, { token, password }, { sameOrigin: true })
    expect(reset.response.cookies.map(({ name }) => name)).not.toContain('__Host-latchkey')
    expect((await prove(before.challenge, codeOf(api, secret))).problem.code).toBe('invalid_challenge')
    const [changed] = await api.deliver()
    const after = await beginSignIn(api, { ...user, password })
    expect((await api.call(notMe, { token: secretIn(changed, pages.notMe) })).status).toBe(204)
    expect((await prove(after.challenge, codeOf(api, secret))).problem.code).toBe('invalid_challenge')
  })

  const away = {
    'a code of an app': async () => {
      const { user, secret } = await createUserWithApp(api)
      return { user, proofOf: async () => ({ method: 'totp', code: codeOf(api, secret) }) as const }
    },
    'a recovery code': async () => {
      const { user, recoveryCodes } = await createUserWithApp(api)
      return { user, proofOf: async () => ({ method: 'recovery_code', code: recoveryCodes[0] ?? '' }) as const }
    },
    'a passkey': async () => {
      const { user, authenticator } = await createUserWithPasskey(api)
      const proofOf = async (server: TestApi, challenge: string) => {
        const { options } = (await server.call(factorOptions, { challenge })).data
        return { method: 'passkey', credential: assert(authenticator, options) } as const
      }
      return { user, proofOf }
    },
  }

  it.each(Object.entries(away))(
    'goes on after the database was away: 503, and nothing is used up: %s',
    async (_, prepare) => {
      const { user, proofOf } = await prepare()
      const proxy = await tcpProxy(api.url)
      const server = await startTestApi(inject('template'), { url: proxy.url, impatient: true, limits: true })
      onTestFinished(() => server.close())
      server.clock.advance(api.clock.now().getTime() - server.clock.now().getTime())
      const { challenge } = await beginSignIn(server, user)
      const proof = { challenge, ...(await proofOf(server, challenge)) }
      proxy.cut()
      for (let attempt = 0; attempt < 7; attempt++)
        expect((await server.call(proveFactor, proof)).problem.code).toBe('unavailable')
      proxy.restore()
      await expect.poll(async () => (await server.call(proveFactor, proof)).status).toBe(200)
    },
  )
})

describe('the secret of an app', () => {
  it('opens after APP_SECRET was rotated, and is encrypted anew when a code is used', async () => {
    const { user, secret, id } = await createUserWithApp(api)
    const stored = () => api.db.totpApp.findUniqueOrThrow({ where: { id } })
    const before = await stored()
    const APP_SECRET = `another secret that is long enough,${api.deps.settings.appSecrets?.join()}`
    const rotated = await replicaOf(api, { environment: { APP_SECRET } })
    await finishSignIn(rotated, secret, await beginSignIn(rotated, user))
    const after = await stored()
    expect(after.secret).not.toEqual(before.secret)
    const alone = await replicaOf(api, { environment: { APP_SECRET: 'another secret that is long enough' } })
    alone.clock.advance(seconds(60))
    await finishSignIn(alone, secret, await beginSignIn(alone, user))
    expect((await stored()).secret).toEqual(after.secret)
  })

  it('fails closed once its key is gone, and the log says why', async () => {
    const { user, secret } = await createUserWithApp(api)
    const alone = await replicaOf(api, { environment: { APP_SECRET: 'another secret that is long enough' } })
    const { challenge, methods } = await beginSignIn(alone, user)
    // No page offers what cannot work.
    expect(methods).toEqual(['recovery_code'])
    const answer = await alone.call(proveFactor, { challenge, method: 'totp', code: codeOf(api, secret) })
    expect(answer.problem.code).toBe('unavailable')
    expect(alone.logLines.join()).toContain('no longer in APP_SECRET')
  })

  it('stops no other app of the person when it cannot be opened', async () => {
    const { user, secret, caller } = await createUserWithApp(api)
    const { id } = await addApp(api, caller, 'Older')
    await api.db.totpApp.update({ where: { id }, data: { secret: Buffer.alloc(60), createdAt: new Date(0) } })
    const { challenge } = await beginSignIn(api, user)
    expect((await prove(challenge, '000000')).problem.code).toBe('invalid_factor')
    expect((await prove(challenge, codeOf(api, secret))).status).toBe(200)
    expect(api.logLines.join()).toContain('app_not_opened')
  })

  it('does not work in the row of another person', async () => {
    const [ada, eve] = [await createUserWithApp(api), await createUserWithApp(api)]
    const { secret: sealed } = await api.db.totpApp.findUniqueOrThrow({ where: { id: eve.id } })
    await api.db.totpApp.update({ where: { id: ada.id }, data: { secret: sealed } })
    const { challenge } = await beginSignIn(api, ada.user)
    expect((await prove(challenge, codeOf(api, eve.secret))).problem.code).toBe('unavailable')
  })
})
