import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** A certificate with its key, as PEM. */
export interface Certificate {
  readonly cert: string
  readonly key: string
  readonly name: string
  readonly privateKey: KeyObject
}

interface Wanted {
  name: string
  /** Its authority. Without one it signs itself. */
  by?: Certificate
  expires?: Date
}

const hours = 3_600_000

/** Makes an X.509 certificate (RFC 5280) for this host name, which was valid from yesterday. */
export function makeCertificate({ name, by, expires = new Date(Date.now() + 24 * hours) }: Wanted): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const ed25519 = sequence(der(0x06, Buffer.from([0x2b, 0x65, 0x70])))
  const validity = sequence(utcTime(new Date(expires.getTime() - 48 * hours)), utcTime(expires))
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const serial = der(0x02, Buffer.from([Math.floor(1 + Math.random() * 126)]))
  const content = sequence(serial, ed25519, commonName(by?.name ?? name), validity, commonName(name), spki)
  const signature = sign(null, content, by?.privateKey ?? privateKey)
  const cert = sequence(content, ed25519, der(0x03, Buffer.from([0]), signature)).toString('base64')
  return {
    name,
    privateKey,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${cert}\n-----END CERTIFICATE-----\n`,
  }
}

const sequence = (...parts: Buffer[]) => der(0x30, ...parts)

function commonName(name: string): Buffer {
  const type = der(0x06, Buffer.from([0x55, 0x04, 0x03]))
  return sequence(der(0x31, sequence(type, der(0x0c, Buffer.from(name)))))
}

/** For example 261127203000Z. */
const utcTime = (time: Date) => der(0x17, Buffer.from(`${time.toISOString().slice(2, 19).replaceAll(/\D/g, '')}Z`))

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  return Buffer.concat([Buffer.from(length < 128 ? [tag, length] : [tag, 0x82, length >> 8, length & 255]), content])
}
