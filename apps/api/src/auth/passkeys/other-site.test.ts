import { removeFactor } from '@latchkey/contracts/auth/factors'
import { expect, it } from 'vitest'
import { createUserWithPasskey } from '../../../testing/passkeys.ts'
import { testApi } from '../../../testing/test.ts'
import { addApp, beginSignIn } from '../../../testing/totp.ts'

const api = await testApi()

it('keeps asking for a second factor while the person has a passkey of another site', async () => {
  const { user, caller, passkey } = await createUserWithPasskey(api)
  const { id, caller: withApp } = await addApp(api, caller)
  await api.db.passkey.update({ where: { id: passkey.id }, data: { rpId: 'former.example' } })
  expect((await api.call(removeFactor, { id }, withApp)).status).toBe(204)
  expect((await beginSignIn(api, user)).methods).toEqual(['recovery_code'])
})
