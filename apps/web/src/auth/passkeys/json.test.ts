import { expect, it, vi } from 'vitest'
import {
  anAssertion,
  aRegistration,
  creationOptions,
  credentialOf,
  requestOptions,
} from '../../../testing/fake-passkeys.ts'
import { bytesOf, readCreation, readRequest, textOf, writeAssertion, writeRegistration } from './json.ts'
import { hasPasskeys } from './support.ts'

it.each([
  ['', []],
  ['-_8', [251, 255]],
  ['AA', [0]],
  ['e30', [123, 125]],
])('base64url is read and written: %j', (text, bytes) => {
  expect([...bytesOf(text)]).toEqual(bytes)
  expect(textOf(Uint8Array.from(bytes).buffer)).toBe(text)
})

it('bytes of every value and many lengths come back', () => {
  for (let length = 0; length < 600; length += 7) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 31) % 256)
    expect(textOf(bytes.buffer)).toBe(Buffer.from(bytes).toString('base64url'))
    expect([...bytesOf(textOf(bytes.buffer))]).toEqual([...bytes])
  }
})

it('a passkey is asked for and made in a browser without the functions of WebAuthn level 3, such as Safari 17', () => {
  vi.stubGlobal('PublicKeyCredential', () => {})
  expect(hasPasskeys()).toBe(true)
  const known = { id: '-_8', type: 'public-key' as const, transports: ['usb'] }
  expect(readRequest({ ...requestOptions, allowCredentials: [known] })).toEqual({
    ...requestOptions,
    challenge: bytesOf('e30'),
    allowCredentials: [{ ...known, id: bytesOf('-_8') }],
  })
  expect(readCreation({ ...creationOptions, excludeCredentials: [known] })).toEqual({
    ...creationOptions,
    challenge: bytesOf('e30'),
    user: { ...creationOptions.user, id: bytesOf('e30') },
    excludeCredentials: [{ ...known, id: bytesOf('-_8') }],
  })
})

it('what the browser answers is written as the server reads it', () => {
  const answered = credentialOf(anAssertion) as unknown as PublicKeyCredential
  expect(writeAssertion(answered)).toEqual(anAssertion)
  const made = credentialOf(aRegistration) as unknown as PublicKeyCredential
  expect(writeRegistration(made)).toEqual(aRegistration)
  const says = { credProps: { rk: true } }
  expect(writeRegistration(Object.assign(made, { getClientExtensionResults: () => says }))).toEqual({
    ...aRegistration,
    clientExtensionResults: says,
  })
  Reflect.deleteProperty(made.response, 'getTransports')
  expect(writeRegistration(made).response).not.toHaveProperty('transports')
})
