import { confirm } from '@latchkey/contracts/auth/confirmation'
import { forgotPassword, resetPassword } from '@latchkey/contracts/auth/recovery'
import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { pages } from '@latchkey/contracts/pages'
import { describe, expect, it } from 'vitest'
import { type Caller, cookiesOf } from '../../../testing/call-endpoint.ts'
import { mailTo, secretIn } from '../../../testing/mails.ts'
import { hours, minutes, seconds } from '../../../testing/movable-clock.ts'
import { testApi } from '../../../testing/test.ts'
import { beginSignIn, codeOf, createUserWithApp, finishSignIn } from '../../../testing/totp.ts'

const api = await testApi({ limits: true })

const guess = (challenge: string, caller: Caller = {}, method: 'totp' | 'recovery_code' = 'totp') =>
  api.call(proveFactor, { challenge, method, code: method === 'totp' ? '000000' : 'bcdf-ghjk-mnpq' }, caller)

/** Guesses until the server asks to wait. Returns how many were refused as wrong. */
async function guessOn(challenge: string, caller?: Caller): Promise<number> {
  for (let count = 0; count < 100; count++) if ((await guess(challenge, caller)).status === 429) return count
  return 100
}

describe('wrong second factors of strangers', () => {
  it('count together: another sign-in and another client bring no new guesses', async () => {
    const { user, secret } = await createUserWithApp(api)
    const begun = []
    for (let count = 0; count < 5; count++) {
      const next = await beginSignIn(api, user, { delivery: count % 2 ? 'cookie' : 'bearer' })
      begun.push(next)
      expect((await guess(next.challenge, next.caller)).problem.code).toBe('invalid_factor')
    }
    const { challenge } = await beginSignIn(api, user)
    for (const each of [...begun, { challenge, caller: {} }])
      expect((await guess(each.challenge, each.caller)).problem.code).toBe('rate_limited')
    // The right one has to wait too: otherwise the answer would tell.
    const right = await api.call(proveFactor, { challenge, method: 'totp', code: codeOf(api, secret) })
    expect(right.problem.code).toBe('rate_limited')
    api.clock.advance(seconds(30))
    await finishSignIn(api, secret, { challenge })
  })

  it('keep the owner from neither recovery codes nor passkeys, which count for one sign-in', async () => {
    const { user, recoveryCodes } = await createUserWithApp(api)
    await guessOn((await beginSignIn(api, user)).challenge)
    const { challenge } = await beginSignIn(api, user)
    for (let count = 0; count < 5; count++)
      expect((await guess(challenge, {}, 'recovery_code')).problem.code).toBe('invalid_factor')
    expect((await guess(challenge, {}, 'recovery_code')).problem.code).toBe('rate_limited')
    const proof = { method: 'recovery_code', code: recoveryCodes[0] ?? '' } as const
    const next = await beginSignIn(api, user)
    expect((await api.call(proveFactor, { challenge: next.challenge, ...proof })).status).toBe(200)
  })

  it('end for the owner with a reset, but only a hundred in a row', async () => {
    const { user, recoveryCodes } = await createUserWithApp(api)
    await api.deliver()
    let { caller, person } = { caller: {} as Caller, person: user }
    const wrong: number[] = []
    const subjects = new Set<string>()
    // A thief who reads the mail, and has no factor. Each round is a reset and a sign-in in the same browser.
    for (let round = 0; round < 22; round++) {
      api.clock.advance(minutes(9))
      await api.call(forgotPassword, { email: user.email }, { ...caller, sameOrigin: true })
      const token = secretIn(mailTo(await api.deliver(), user.email, /Reset/), pages.reset)
      person = { ...user, password: `the password of the round ${round}` }
      const reset = await api.call(resetPassword, { token, password: person.password }, { ...caller, sameOrigin: true })
      expect(reset.status).toBe(204)
      const cookie = cookiesOf(reset.response) || caller.cookie
      caller = cookie === undefined ? {} : { cookie, sameOrigin: true }
      const begun = await beginSignIn(api, person, { delivery: 'cookie' }, caller)
      caller = begun.caller
      wrong.push(await guessOn(begun.challenge, begun.caller))
      for (const { subject } of await api.deliver()) subjects.add(subject)
    }
    expect(wrong).toEqual([...Array.from({ length: 20 }, () => 5), ...wrong.slice(20)])
    expect(wrong.slice(20).every(count => count <= 1)).toBe(true)
    expect(subjects).toContain('Somebody entered wrong codes for your account')
    const { challenge } = await beginSignIn(api, person)
    const proof = { challenge, method: 'recovery_code', code: recoveryCodes[0] ?? '' } as const
    expect((await api.call(proveFactor, proof)).status).toBe(200)
  })

  it('do not count in parallel either', async () => {
    const { user } = await createUserWithApp(api)
    const { challenge } = await beginSignIn(api, user)
    const answers = await Promise.all(Array.from({ length: 64 }, () => guess(challenge)))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(59)
  })

  it('are mailed to the owner after five, once a quarter of an hour', async () => {
    const { user } = await createUserWithApp(api)
    await api.deliver()
    const { challenge } = await beginSignIn(api, user)
    for (let count = 0; count < 4; count++) await guess(challenge)
    api.clock.advance(minutes(1))
    expect(await api.deliver()).toEqual([])
    await guess(challenge)
    api.clock.advance(seconds(30))
    await guess(challenge)
    api.clock.advance(minutes(15))
    expect(mailTo(await api.deliver(), user.email).subject).toBe('Somebody entered wrong codes for your account')
    const refused = await api.db.auditEvent.count({ where: { userId: user.id, kind: 'factor_failed' } })
    expect(refused).toBe(6)
  })

  it('leave a known browser and a session alone', async () => {
    const { user, secret } = await createUserWithApp(api)
    const known = await finishSignIn(api, secret, await beginSignIn(api, user, { delivery: 'cookie' }))
    const { challenge } = await beginSignIn(api, user)
    await guessOn(challenge)
    const again = await beginSignIn(api, user, { delivery: 'cookie' }, known.caller)
    const own = await finishSignIn(api, secret, again)
    expect(own.session.current).toBe(true)
    await guessOn(challenge)
    const proof = { method: 'totp', code: codeOf(api, secret) } as const
    expect((await api.call(confirm, proof, own.caller)).status).toBe(200)
    expect((await guess(challenge)).status).toBe(429)
  })
})

describe('wrong second factors in a known browser', () => {
  it('count for it alone, and close it after fifty in a row', async () => {
    const { user, secret } = await createUserWithApp(api)
    const known = await finishSignIn(api, secret, await beginSignIn(api, user, { delivery: 'cookie' }))
    await api.deliver()
    let wrong = 0
    for (let round = 0; wrong < 50 && round < 100; round++) {
      const { challenge, caller } = await beginSignIn(api, user, { delivery: 'cookie' }, known.caller)
      wrong += await guessOn(challenge, caller)
      api.clock.advance(hours(1))
    }
    expect(wrong).toBeGreaterThanOrEqual(50)
    const devices = await api.db.device.findMany({ where: { userId: user.id, revokedAt: { not: null } } })
    expect(devices).toHaveLength(1)
    api.clock.advance(minutes(15))
    expect((await api.deliver()).map(({ subject }) => subject)).toContain(
      'Somebody entered wrong codes for your account',
    )
    const kinds = await api.db.auditEvent.findMany({ where: { userId: user.id, kind: 'factor_guessed_on_device' } })
    expect(kinds).toHaveLength(1)
  })

  it('do not use up the guesses of strangers', async () => {
    const { user, secret } = await createUserWithApp(api)
    const known = await finishSignIn(api, secret, await beginSignIn(api, user, { delivery: 'cookie' }))
    const { challenge, caller } = await beginSignIn(api, user, { delivery: 'cookie' }, known.caller)
    expect(await guessOn(challenge, caller)).toBe(10)
    await finishSignIn(api, secret, await beginSignIn(api, user))
  })
})

describe('wrong second factors in a session', () => {
  it('wait after ten, and end the session after fifty in a row', async () => {
    const { user, secret } = await createUserWithApp(api)
    const { caller, session } = await finishSignIn(api, secret, await beginSignIn(api, user, { remember: true }))
    const statuses: number[] = []
    while (statuses.filter(status => status === 401).length < 50) {
      statuses.push((await api.call(confirm, { method: 'totp', code: '000000' }, caller)).status)
      if (statuses.at(-1) === 429) api.clock.advance(hours(1))
    }
    expect(statuses.indexOf(429)).toBe(10)
    expect((await api.call(currentSession, {}, caller)).problem).toMatchObject({
      code: 'session_ended',
      reason: 'guessed',
    })
    expect((await api.db.session.findUniqueOrThrow({ where: { id: session.id } })).endReason).toBe('guessed')
  })

  it('leave signing in alone', async () => {
    const { user, caller, secret } = await createUserWithApp(api)
    for (let count = 0; count < 11; count++) await api.call(confirm, { method: 'totp', code: '000000' }, caller)
    expect((await api.call(signIn, user)).status).toBe(202)
    await finishSignIn(api, secret, await beginSignIn(api, user))
  })
})
