import { addPasskey, newPasskeyOptions } from '@latchkey/contracts/auth/passkeys'
import { expect, it } from 'vitest'
import type { Caller } from '../../../testing/call-endpoint.ts'
import { signInConfirmed } from '../../../testing/confirmed.ts'
import { makeKey } from '../../../testing/forged-passkey.ts'
import { askForPasskey } from '../../../testing/passkeys.ts'
import { testApi } from '../../../testing/test.ts'

const api = await testApi()

/** A person in a confirmed session. */
async function confirmedPerson() {
  const user = await api.createUser()
  return { user, caller: (await signInConfirmed(api, user)).caller }
}

/** What a page sends to add this key. */
async function answerOf(key: ReturnType<typeof makeKey>, caller: Caller) {
  const { challenge, options } = (await api.call(newPasskeyOptions, {}, caller)).data
  return { challenge, credential: key.register(options) }
}

it('one of 64 requests at once with the same passkey adds it, and makes recovery codes', async () => {
  const { user, caller } = await confirmedPerson()
  const answer = await answerOf(makeKey(), caller)
  const sent = await Promise.all(Array.from({ length: 64 }, () => api.call(addPasskey, answer, caller)))
  expect(sent.map(({ status }) => status).filter(status => status === 200)).toEqual([200])
  const userId = user.id
  expect(await api.db.passkey.count({ where: { userId } })).toBe(1)
  expect(await api.db.recoveryCode.count({ where: { userId } })).toBe(10)
  expect(await api.db.auditEvent.count({ where: { userId, kind: 'passkey_added' } })).toBe(1)
})

it('a passkey that several accounts add at once belongs to one of them', async () => {
  const key = makeKey()
  const people = [await confirmedPerson(), await confirmedPerson(), await confirmedPerson()]
  const ready = await Promise.all(people.map(async ({ caller }) => ({ caller, answer: await answerOf(key, caller) })))
  const sent = await Promise.all(ready.map(({ caller, answer }) => api.call(addPasskey, answer, caller)))
  expect(sent.map(({ status }) => status).toSorted()).toEqual([200, 401, 401])
  expect(await api.db.passkey.count({ where: { userId: { in: people.map(({ user }) => user.id) } } })).toBe(1)
})

it('each challenge that a passkey signs has 256 bits, and is another one', async () => {
  const { caller } = await confirmedPerson()
  const made = []
  for (let count = 0; count < 4; count++) {
    made.push((await askForPasskey(api)).options.challenge)
    made.push((await api.call(newPasskeyOptions, {}, caller)).data.options.challenge)
  }
  expect(new Set(made).size).toBe(8)
  expect(made.map(challenge => Buffer.from(challenge, 'base64url').length)).toEqual(made.map(() => 32))
})
