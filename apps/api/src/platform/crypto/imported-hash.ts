import { createHash, pbkdf2, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import bcrypt from 'bcrypt'
import { firebaseHashOf } from './firebase-hash.ts'

// The highest cost of one hash: about a second of one thread, and 128 MiB. Without a limit, one imported row could stop the server.
const mostBcryptCost = 14
const mostScryptBytes = 128 * 1024 * 1024
const mostScryptWork = 2 ** 21
const mostPbkdf2Iterations = 2_000_000

/** Base64 without padding: a salt of 1 to 64 bytes and a hash of 16 to 64. A shorter hash would match other passwords too. */
const saltAndHash = String.raw`\$([A-Za-z0-9+/]{2,86})\$([A-Za-z0-9+/]{22,86})$`
const bcryptPattern = /^\$2[aby](\$(\d\d)\$[./A-Za-z0-9]{53})$/
const bcryptOfSha256Prefix = '$bcrypt-sha256-hex'
const scryptPattern = new RegExp(String.raw`^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})${saltAndHash}`)
const pbkdf2Pattern = new RegExp(String.raw`^\$pbkdf2-(sha1|sha256|sha512)\$i=(\d{1,7})(?:,l=\d{1,2})?${saltAndHash}`)
const firebasePattern = new RegExp(
  String.raw`^\$firebase-scrypt\$ln=(\d{1,2}),r=(\d{1,2}),ss=([A-Za-z0-9+/]{0,22})${saltAndHash}`,
)

/** Secrets of another system that verify its hashes. Each is a setting, so a copy of the table does not hold it. */
export interface HashKeys {
  /** FIREBASE_SIGNER_KEY. */
  readonly firebaseSigner?: Uint8Array | undefined
}

/**
 * Why a hash cannot be verified: it has no form that we know, its cost is outside our limits, or the settings lack the key that its
 * system made it with, or have a key of another length.
 */
export type HashProblem = 'form' | 'cost' | 'key'

type Verify = (password: string) => Promise<boolean>
/** Undefined for a hash of another kind. */
type Reader = (hash: string, keys: HashKeys) => Verify | HashProblem | undefined

/**
 * How to verify a hash from another system: bcrypt, or scrypt, PBKDF2 or Firebase's scrypt as PHC strings (docs/import.md shows each), or
 * why that is not possible. The work runs on Node's thread pool.
 */
export function readImportedHash(hash: string, keys: HashKeys = {}): Verify | HashProblem {
  for (const read of [bcryptHash, bcryptOfSha256, scryptHash, pbkdf2Hash, firebaseHash]) {
    const verify = read(hash, keys)
    if (verify !== undefined) return verify
  }
  return 'form'
}

const bcryptHash: Reader = hash => {
  const [matches, rest, cost] = bcryptPattern.exec(hash) ?? []
  if (matches === undefined) return undefined
  if (!(Number(cost) >= 4 && Number(cost) <= mostBcryptCost)) return 'cost'
  // $2a$ and $2y$ mean the same as $2b$. The library does not know $2y$, and for $2a$ it repeats an old bug with long passwords.
  return password => bcrypt.compare(password, `$2b${rest}`)
}

/** Django's `bcrypt_sha256`: bcrypt of the SHA-256 in hexadecimal digits, so that it reads long passwords whole. */
const bcryptOfSha256: Reader = (hash, keys) => {
  if (!hash.startsWith(bcryptOfSha256Prefix)) return undefined
  const verify = bcryptHash(hash.slice(bcryptOfSha256Prefix.length), keys) ?? 'form'
  if (typeof verify === 'string') return verify
  return password => verify(createHash('sha256').update(password).digest('hex'))
}

const deriveScrypt = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

const scryptHash: Reader = hash => {
  const [matches, logN, r, p, salt = '', kept = ''] = scryptPattern.exec(hash) ?? []
  if (matches === undefined) return undefined
  const cost = scryptCost({ N: 2 ** Number(logN), r: Number(r), p: Number(p) })
  return cost === null ? 'cost' : derives(kept, (password, length) => deriveScrypt(password, bytes(salt), length, cost))
}

/** Null for a cost outside our limits. */
function scryptCost({ N, r, p }: { N: number; r: number; p: number }): ScryptOptions | null {
  if (!(N >= 2 && r >= 1 && p >= 1)) return null
  if (128 * N * r > mostScryptBytes || N * r * p > mostScryptWork) return null
  return { N, r, p, maxmem: 2 * mostScryptBytes + 1024 * 1024 }
}

const derivePbkdf2 = promisify(pbkdf2)
const digestBytes: Record<string, number> = { sha1: 20, sha256: 32, sha512: 64 }

const pbkdf2Hash: Reader = hash => {
  const [matches, digest = '', iterations, salt = '', kept = ''] = pbkdf2Pattern.exec(hash) ?? []
  if (matches === undefined) return undefined
  // Each block of the digest's length runs all iterations again.
  const blocks = Math.ceil(bytes(kept).length / (digestBytes[digest] ?? 1))
  if (!(Number(iterations) >= 1 && Number(iterations) * blocks <= mostPbkdf2Iterations)) return 'cost'
  return derives(kept, (password, length) => derivePbkdf2(password, bytes(salt), Number(iterations), length, digest))
}

const firebaseHash: Reader = (hash, { firebaseSigner: signer }) => {
  const [matches, logN, r, separator = '', salt = '', kept = ''] = firebasePattern.exec(hash) ?? []
  if (matches === undefined) return undefined
  const cost = scryptCost({ N: 2 ** Number(logN), r: Number(r), p: 1 })
  if (cost === null) return 'cost'
  if (signer?.length !== bytes(kept).length) return 'key'
  const salted = Buffer.concat([bytes(salt), bytes(separator)])
  return derives(kept, async password => firebaseHashOf(await deriveScrypt(password, salted, 32, cost), signer))
}

const derives =
  (kept: string, derive: (password: string, length: number) => Promise<Buffer>): Verify =>
  async password => {
    const wanted = bytes(kept)
    return timingSafeEqual(await derive(password, wanted.length), wanted)
  }

const bytes = (base64: string) => Buffer.from(base64, 'base64')
