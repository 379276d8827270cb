import { createPrivateKey, type KeyObject } from 'node:crypto'
import * as z from 'zod/mini'

/** A line break that was written as \n counts as one: many places keep a variable on one line. */
export const privateKey = z.pipe(
  z.string(),
  z.transform((value, { issues }) => {
    const key = readKey(value.replaceAll('\\n', '\n'))
    if (key) return key
    issues.push({
      code: 'custom',
      input: value,
      message:
        'must be a private key as PEM that begins with -----BEGIN PRIVATE KEY-----: EC on the curve P-256, RSA of 2048 bits or more, or Ed25519',
    })
    return z.NEVER
  }),
)

function readKey(pem: string): KeyObject | null {
  if (!pem.startsWith('-----BEGIN PRIVATE KEY-----')) return null
  try {
    const key = createPrivateKey(pem)
    const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {}
    const isSuitable =
      (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') ||
      (key.asymmetricKeyType === 'rsa' && modulusLength >= 2048) ||
      key.asymmetricKeyType === 'ed25519'
    return isSuitable ? key : null
  } catch {
    return null
  }
}
