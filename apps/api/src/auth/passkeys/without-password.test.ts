import { changePassword } from '@latchkey/contracts/auth/account'
import { confirm, confirmOptions } from '@latchkey/contracts/auth/confirmation'
import { factors, removeFactor } from '@latchkey/contracts/auth/factors'
import { addPasskey, newPasskeyOptions, removePassword, setPassword } from '@latchkey/contracts/auth/passkeys'
import { forgotPassword, resetPassword } from '@latchkey/contracts/auth/recovery'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { describe, expect, it } from 'vitest'
import type { Caller } from '../../../testing/call-endpoint.ts'
import { signInConfirmed } from '../../../testing/confirmed.ts'
import { mailTo, secretIn } from '../../../testing/mails.ts'
import { minutes } from '../../../testing/movable-clock.ts'
import {
  confirmByPasskey,
  createUserWithPasskey,
  enrol,
  makeAuthenticator,
  makeTouchKey,
  register,
  signInBy,
} from '../../../testing/passkeys.ts'
import { testApi } from '../../../testing/test.ts'
import { addApp } from '../../../testing/totp.ts'

const api = await testApi()

/** A person with a password and a passkey, whose session was confirmed with the passkey. */
async function personConfirmedByPasskey() {
  const person = await createUserWithPasskey(api)
  return { ...person, caller: await confirmByPasskey(api, person.caller, person.authenticator) }
}

async function personWithoutPassword() {
  const person = await personConfirmedByPasskey()
  expect((await api.call(removePassword, {}, person.caller)).status).toBe(204)
  return person
}

describe('DELETE /api/restricted/password', () => {
  it('removes it, ends the other sessions, and tells the person', async () => {
    const { user, caller, authenticator } = await personConfirmedByPasskey()
    const other = (await signInBy(api, authenticator)).data.token ?? ''
    await api.deliver()
    expect((await api.call(removePassword, {}, caller)).status).toBe(204)
    expect((await api.call(factors, {}, caller)).data.password).toBeNull()
    expect((await api.call(currentSession, {}, { token: other })).problem.code).toBe('session_ended')
    expect(mailTo(await api.deliver(), user.email).subject).toBe('Your password was removed')
    expect((await api.call(removePassword, {}, caller)).status).toBe(204)
  })

  it('needs a passkey that checked the person, and a fresh confirmation', async () => {
    const user = await api.createUser()
    const plain = (await signInConfirmed(api, user)).caller
    expect((await api.call(removePassword, {}, plain)).problem.code).toBe('last_factor')
    const { caller: withApp } = await addApp(api, plain)
    expect((await api.call(removePassword, {}, withApp)).problem.code).toBe('last_factor')
    const touched = await createUserWithPasskey(api, makeTouchKey())
    const byTouch = await confirmByPasskey(api, touched.caller, touched.authenticator)
    expect((await api.call(removePassword, {}, byTouch)).problem.code).toBe('last_factor')
    const late = await personConfirmedByPasskey()
    api.clock.advance(minutes(10))
    expect((await api.call(removePassword, {}, late.caller)).problem.code).toBe('confirmation_required')
  })

  it('is not confirmed by another factor, nor by a new passkey, though the session began with a passkey', async () => {
    const { caller, authenticator, recoveryCodes } = await createUserWithPasskey(api)
    expect((await api.call(removePassword, {}, caller)).problem.code).toBe('confirmation_required')
    const token = (await signInBy(api, authenticator)).data.token ?? ''
    const code = { method: 'recovery_code', code: recoveryCodes[0] ?? '' } as const
    const byCode = { token: (await api.call(confirm, code, { token })).data.token ?? '' }
    expect((await api.call(removePassword, {}, byCode)).problem.code).toBe('confirmation_required')
    const byPasskey = await confirmByPasskey(api, byCode, authenticator)
    expect((await api.call(removePassword, {}, byPasskey)).status).toBe(204)
  })

  it('counts a security key once it has checked the person', async () => {
    let checks = false
    const asked = () => ({ options: { uv: checks, up: true } })
    const key = makeAuthenticator({ userMakeCredentialInteraction: asked, userGetAssertionInteraction: asked })
    const { caller } = await createUserWithPasskey(api, key)
    const passkeysOf = async (caller: Caller) => (await api.call(factors, {}, caller)).data.passkeys
    const byTouch = await confirmByPasskey(api, caller, key)
    expect((await api.call(removePassword, {}, byTouch)).problem.code).toBe('last_factor')
    expect(await passkeysOf(byTouch)).toMatchObject([{ signsInAlone: false }])
    checks = true
    const byPin = await confirmByPasskey(api, byTouch, key)
    expect(await passkeysOf(byPin)).toMatchObject([{ signsInAlone: true }])
    expect((await api.call(removePassword, {}, byPin)).status).toBe(204)
  })

  it.each([false, undefined])(
    'counts a passkey that may have to be named (%s) only once it has signed in alone',
    async rk => {
      const user = await api.createUser()
      const authenticator = makeAuthenticator()
      const { caller } = await signInConfirmed(api, user)
      const { challenge, options } = (await api.call(newPasskeyOptions, {}, caller)).data
      expect(options.extensions).toEqual({ credProps: true })
      const said = { clientExtensionResults: rk === undefined ? {} : { credProps: { rk } } }
      const credential = { ...register(authenticator, options), ...said }
      const { token = '' } = (await api.call(addPasskey, { challenge, credential }, caller)).data
      const before = await confirmByPasskey(api, { token }, authenticator)
      expect((await api.call(removePassword, {}, before)).problem.code).toBe('last_factor')
      const alone = { token: (await signInBy(api, authenticator)).data.token ?? '' }
      const after = await confirmByPasskey(api, alone, authenticator)
      expect((await api.call(removePassword, {}, after)).status).toBe(204)
    },
  )

  it('needs recovery codes', async () => {
    const { user, caller } = await personConfirmedByPasskey()
    await api.db.recoveryCode.deleteMany({ where: { userId: user.id } })
    expect((await api.call(removePassword, {}, caller)).problem.code).toBe('last_factor')
  })
})

describe('a person without a password', () => {
  it('gets the answer of a wrong one, at the same cost', async () => {
    const { user, authenticator } = await personWithoutPassword()
    const before = api.hasher.calls.length
    const { email, password } = user
    expect((await api.call(signIn, { email, password })).problem.code).toBe('invalid_credentials')
    expect(api.hasher.calls.slice(before)).toEqual(['verify'])
    expect((await signInBy(api, authenticator)).status).toBe(200)
  })

  it('confirms with the passkey, and keeps the last one', async () => {
    const { passkey, authenticator } = await personWithoutPassword()
    const token = (await signInBy(api, authenticator)).data.token ?? ''
    expect((await api.call(confirmOptions, {}, { token })).data.methods).toEqual(['passkey', 'recovery_code'])
    const caller = await confirmByPasskey(api, { token }, authenticator)
    expect((await api.call(removeFactor, { id: passkey.id }, caller)).problem.code).toBe('last_factor')
    expect((await signInBy(api, authenticator)).status).toBe(200)
  })

  it('keeps the last passkey that can sign in alone, also beside a key that checks no one', async () => {
    const { passkey, caller, authenticator } = await personWithoutPassword()
    const withKey = await enrol(api, caller, makeTouchKey())
    expect((await api.call(removeFactor, { id: passkey.id }, withKey.caller)).problem.code).toBe('last_factor')
    expect((await signInBy(api, authenticator)).status).toBe(200)
    expect((await api.call(removeFactor, { id: withKey.passkey.id }, withKey.caller)).status).toBe(204)
  })

  it('sets one behind a confirmation, and changes it as everybody does', async () => {
    const { user, caller } = await personWithoutPassword()
    const passwords = { currentPassword: user.password, newPassword: 'seven lanterns under a bridge' }
    expect((await api.call(changePassword, passwords, caller)).problem.code).toBe('invalid_credentials')
    expect((await api.call(setPassword, { newPassword: 'password1' }, caller)).problem.code).toBe('invalid_request')
    const { token = '' } = (await api.call(setPassword, passwords, caller)).data
    expect((await api.call(setPassword, passwords, { token })).problem.code).toBe('invalid_credentials')
    const answer = await api.call(signIn, { email: user.email, password: passwords.newPassword })
    expect(answer.accepted.methods).toEqual(['passkey', 'recovery_code'])
  })

  it('cannot set one without a confirmation', async () => {
    const { caller } = await personWithoutPassword()
    api.clock.advance(minutes(10))
    const answer = await api.call(setPassword, { newPassword: 'seven lanterns under a bridge' }, caller)
    expect(answer.problem.code).toBe('confirmation_required')
  })

  it('gets one by a reset, and is asked for the second factor then', async () => {
    const { user } = await personWithoutPassword()
    await api.deliver()
    await api.call(forgotPassword, { email: user.email })
    const token = secretIn(mailTo(await api.deliver(), user.email))
    const password = 'seven lanterns under a bridge'
    expect((await api.call(resetPassword, { token, password })).status).toBeLessThan(300)
    expect((await api.call(signIn, { email: user.email, password })).accepted.methods).toContain('passkey')
  })
})
