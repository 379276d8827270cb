import { readFileSync } from 'node:fs'
import type { Passkey } from '@latchkey/database/models'
import { expect, it } from 'vitest'
import { verifyAssertion, verifyRegistration } from './ceremonies.ts'

interface Vector {
  name: string
  registration: { challenge: string; id: string; clientDataJSON: string; attestationObject: string }
  authentication: { challenge: string; clientDataJSON: string; authenticatorData: string; signature: string }
}

const { vectors } = JSON.parse(readFileSync(new URL('w3c-vectors.json', import.meta.url), 'utf8')) as {
  vectors: Vector[]
}

const site = { rpId: 'example.org', origins: ['https://example.org'], hasRelated: false }

/** Those that we refuse, and why. */
const refused: Record<string, string> = {
  'none-es256-crossOrigin': 'it was made in a frame of another site',
  'none-es256-topOrigin': 'it was made in a frame of another site',
  'packed-es384': 'we offer no ES384',
  'packed-es512': 'we offer no ES512',
  'packed-ed448': 'we offer no Ed448',
  'tpm-es256': 'its certificates are made up',
  'android-key-es256': 'its certificates are made up',
  'apple-es256': 'its certificates are made up',
  'fido-u2f-es256': 'its certificates are made up',
}

it.each(vectors)('$name of the W3C is judged as we say', async ({ name, registration, authentication }) => {
  const { id, challenge, ...response } = registration
  const asked = { id, rawId: id, type: 'public-key' as const }
  const made = await verifyRegistration(site, { ...asked, response }, { isOurs: given => given === challenge })
  expect(made === null, refused[name]).toBe(name in refused)
  if (!made) return
  const passkey = {
    ...made,
    id: 'x',
    userId: 'x',
    name: 'x',
    createdAt: new Date(),
    lastUsedAt: null,
  } satisfies Passkey
  const { challenge: signed, ...answer } = authentication
  const expected = { passkey, isOurs: (given: string) => given === signed, mustVerifyUser: false, mustNameUser: false }
  expect(await verifyAssertion(site, { ...asked, response: answer }, expected)).not.toBeNull()
  const elsewhere = { ...site, rpId: 'example.com' }
  expect(await verifyAssertion(elsewhere, { ...asked, response: answer }, expected)).toBeNull()
  expect(await verifyAssertion(site, { ...asked, response: answer }, { ...expected, isOurs: () => false })).toBeNull()
})
