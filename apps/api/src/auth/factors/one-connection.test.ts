import { removeFactor } from '@latchkey/contracts/auth/factors'
import { removePassword } from '@latchkey/contracts/auth/passkeys'
import { expect, it } from 'vitest'
import { confirmByPasskey, createUserWithPasskey, signInBy } from '../../../testing/passkeys.ts'
import { testApi } from '../../../testing/test.ts'
import { addApp } from '../../../testing/totp.ts'

// A transaction that asked the pool for another connection would wait for itself.
const api = await testApi({ environment: { DATABASE_POOL: '1' } })

it('never needs a second connection within a change of the account', async () => {
  const { caller, authenticator } = await createUserWithPasskey(api)
  const { id, caller: withApp } = await addApp(api, caller)
  expect((await api.call(removeFactor, { id }, withApp)).status).toBe(204)
  const token = (await signInBy(api, authenticator)).data.token ?? ''
  const confirmed = await confirmByPasskey(api, { token }, authenticator)
  expect((await api.call(removePassword, {}, confirmed)).status).toBe(204)
})
