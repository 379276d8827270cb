import { confirm, confirmOptions } from '@latchkey/contracts/auth/confirmation'
import { removeFactor } from '@latchkey/contracts/auth/factors'
import { removePassword } from '@latchkey/contracts/auth/passkeys'
import { expect, it } from 'vitest'
import { assert, createUserWithPasskey, signInBy } from '../../../testing/passkeys.ts'
import { testApi } from '../../../testing/test.ts'
import { addApp } from '../../../testing/totp.ts'

// A transaction that asked the pool for another connection would wait for itself.
const api = await testApi({ environment: { DATABASE_POOL: '1' } })

it('never needs a second connection within a change of the account', async () => {
  const { caller, authenticator } = await createUserWithPasskey(api)
  const { id, caller: withApp } = await addApp(api, caller)
  expect((await api.call(removeFactor, { id }, withApp)).status).toBe(204)
  const token = (await signInBy(api, authenticator)).data.token ?? ''
  const asked = (await api.call(confirmOptions, {}, { token })).data.passkey
  if (!asked) throw new Error('There are no options.')
  const credential = assert(authenticator, asked.options)
  const proof = { method: 'passkey', challenge: asked.challenge, credential } as const
  const confirmed = (await api.call(confirm, proof, { token })).data.token ?? ''
  expect((await api.call(removePassword, {}, { token: confirmed })).status).toBe(204)
})
