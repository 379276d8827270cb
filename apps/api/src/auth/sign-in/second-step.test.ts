import { factors } from '@latchkey/contracts/auth/factors'
import { passkeyOptions } from '@latchkey/contracts/auth/passkeys'
import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { describe, expect, it } from 'vitest'
import { cookiesOf } from '../../../testing/call-endpoint.ts'
import { minutes, seconds } from '../../../testing/movable-clock.ts'
import { testApi } from '../../../testing/test.ts'
import { beginSignIn, codeOf, createUserWithApp } from '../../../testing/totp.ts'

const api = await testApi()

describe('POST /api/sessions/factor', () => {
  it('finishes a sign-in with the code of an app', async () => {
    const { user, secret } = await createUserWithApp(api)
    const { challenge, methods } = await beginSignIn(api, user)
    expect(methods).toEqual(['totp', 'recovery_code'])
    const { data } = await api.call(proveFactor, { challenge, method: 'totp', code: codeOf(api, secret) })
    const me = await api.call(currentSession, {}, { token: data.token ?? '' })
    expect(me.data.user.email).toBe(user.email)
    const row = await api.db.session.findUniqueOrThrow({ where: { id: data.session.id } })
    expect(row.methods).toEqual(['pwd', 'otp', 'mfa'])
  })

  it('gives the secret of an unfinished sign-in no access', async () => {
    const { user } = await createUserWithApp(api)
    const { challenge } = await beginSignIn(api, user)
    expect((await api.call(currentSession, {}, { token: challenge })).problem.code).toBe('invalid_token')
  })

  it('lets one of 64 parallel uses of a code win', async () => {
    const { user, secret } = await createUserWithApp(api)
    const begun = []
    for (let count = 0; count < 64; count++) begun.push(await beginSignIn(api, user))
    const code = codeOf(api, secret)
    const answers = await Promise.all(
      begun.map(({ challenge }) => api.call(proveFactor, { challenge, method: 'totp', code })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(63)
  })

  it('ends after ten minutes, and once it was used', async () => {
    const { user, secret } = await createUserWithApp(api)
    const late = await beginSignIn(api, user)
    api.clock.advance(minutes(10))
    const prove = (challenge: string) => api.call(proveFactor, { challenge, method: 'totp', code: codeOf(api, secret) })
    expect((await prove(late.challenge)).problem.code).toBe('invalid_challenge')
    const { challenge } = await beginSignIn(api, user)
    expect((await prove(challenge)).status).toBe(200)
    api.clock.advance(seconds(30))
    expect((await prove(challenge)).problem.code).toBe('invalid_challenge')
  })

  it('belongs to the browser that began it', async () => {
    const { user, secret } = await createUserWithApp(api, { delivery: 'cookie' })
    const { challenge, caller } = await beginSignIn(api, user, { delivery: 'cookie' })
    const proof = { challenge, method: 'totp', code: codeOf(api, secret) } as const
    expect((await api.call(proveFactor, proof)).problem.code).toBe('invalid_challenge')
    const other = await beginSignIn(api, user, { delivery: 'cookie' })
    expect((await api.call(proveFactor, proof, other.caller)).problem.code).toBe('invalid_challenge')
    expect((await api.call(proveFactor, proof, caller)).status).toBe(200)
  })

  it('goes on where the page asked for a passkey at the same moment', async () => {
    const { user, secret } = await createUserWithApp(api, { delivery: 'cookie' })
    const { challenge, caller } = await beginSignIn(api, user, { delivery: 'cookie' })
    // Sent without the cookie that the first answer was to bring.
    const { response } = await api.call(passkeyOptions, {}, { sameOrigin: true })
    const browser = { sameOrigin: true, cookie: `${caller.cookie}; ${cookiesOf(response)}` }
    expect(cookiesOf(response)).not.toContain('latchkey-sign-in')
    const proof = { challenge, method: 'totp', code: codeOf(api, secret) } as const
    expect((await api.call(proveFactor, proof, browser)).status).toBe(200)
  })

  it('takes a recovery code, once', async () => {
    const { user, recoveryCodes } = await createUserWithApp(api)
    expect(recoveryCodes).toHaveLength(10)
    const code = ` ${recoveryCodes[0]?.toUpperCase().replaceAll('-', ' ')} `
    const first = await beginSignIn(api, user)
    const proven = await api.call(proveFactor, { challenge: first.challenge, method: 'recovery_code', code })
    const caller = { token: proven.data.token ?? '' }
    expect((await api.call(factors, {}, caller)).data.recoveryCodes?.left).toBe(9)
    const second = await beginSignIn(api, user)
    const again = await api.call(proveFactor, { challenge: second.challenge, method: 'recovery_code', code })
    expect(again.problem.code).toBe('invalid_factor')
  })
})
