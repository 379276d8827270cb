import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { Assertion, CreationOptions, Registration, RequestOptions } from '@latchkey/contracts/auth/webauthn'
import { passkeyOrigin } from './passkeys.ts'

/** UP 0x01, UV 0x04, BE 0x08, BS 0x10, AT 0x40 (WebAuthn level 3, section 6.1). */
export const flags = { present: 0x01, verified: 0x04, eligible: 0x08, backedUp: 0x10, attested: 0x40 }

/** What a key says, where a test wants it to lie. */
export interface Lies {
  type?: string
  origin?: string
  rpId?: string
  challenge?: string
  crossOrigin?: unknown
  topOrigin?: string
  flags?: number
  counter?: number
  userHandle?: string | null
  id?: string
  /** The key's COSE bytes. */
  publicKey?: Buffer
  aaguid?: Buffer
  /** Of the attestation, without a statement. */
  format?: string
  signature?: Buffer
}

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest()

/** A key that signs what a test gives it. ES256. */
export function makeKey({ id = randomBytes(32), flags: usual = flags.present | flags.verified } = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const coordinates = [x, y].map(each => Buffer.from(each, 'base64url'))
  const cose = Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    coordinates[0] as Buffer,
    Buffer.from('225820', 'hex'),
    coordinates[1] as Buffer,
  ])
  let counter = 0

  const clientData = (type: string, challenge: string, lies: Lies) =>
    Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? passkeyOrigin,
        crossOrigin: 'crossOrigin' in lies ? lies.crossOrigin : false,
        ...(lies.topOrigin !== undefined && { topOrigin: lies.topOrigin }),
      }),
    )
  const head = (rpId: string, bits: number, count: number) => {
    const rest = Buffer.alloc(5)
    rest.writeUInt8(bits, 0)
    rest.writeUInt32BE(count, 1)
    return Buffer.concat([sha256(rpId), rest])
  }

  return {
    id: id.toString('base64url'),
    cose,
    register(options: CreationOptions, lies: Lies = {}): Registration {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const authData = Buffer.concat([
        head(lies.rpId ?? options.rp.id, (lies.flags ?? usual) | flags.attested, lies.counter ?? counter),
        lies.aaguid ?? Buffer.alloc(16),
        length,
        id,
        lies.publicKey ?? cose,
      ])
      const size = Buffer.alloc(2)
      size.writeUInt16BE(authData.length)
      const attestationObject = Buffer.concat([
        Buffer.from('a363666d74', 'hex'),
        Buffer.from([0x60 + (lies.format ?? 'none').length]),
        Buffer.from(`${lies.format ?? 'none'}gattStmt`),
        Buffer.from('a0686175746844617461', 'hex'),
        Buffer.from([0x59]),
        size,
        authData,
      ]).toString('base64url')
      const clientDataJSON = clientData('webauthn.create', options.challenge, lies).toString('base64url')
      const said = lies.id ?? id.toString('base64url')
      return { id: said, rawId: said, type: 'public-key', response: { clientDataJSON, attestationObject } }
    },
    assert(options: RequestOptions, userHandle: string | null, lies: Lies = {}): Assertion {
      counter = lies.counter ?? counter + 1
      const authenticatorData = head(lies.rpId ?? options.rpId, lies.flags ?? usual, counter)
      const data = clientData('webauthn.get', options.challenge, lies)
      const signature = lies.signature ?? sign('sha256', Buffer.concat([authenticatorData, sha256(data)]), privateKey)
      const said = lies.id ?? id.toString('base64url')
      return {
        ...{ id: said, rawId: said, type: 'public-key' as const },
        response: {
          clientDataJSON: data.toString('base64url'),
          authenticatorData: authenticatorData.toString('base64url'),
          signature: signature.toString('base64url'),
          userHandle: 'userHandle' in lies ? (lies.userHandle ?? null) : userHandle,
        },
      }
    },
  }
}
