import { pbkdf2, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import bcrypt from 'bcrypt'

// The highest cost of one hash: about a second of one thread, and 128 MiB. Without a limit, one imported row could stop the server.
const mostBcryptCost = 14
const mostScryptBytes = 128 * 1024 * 1024
const mostScryptWork = 2 ** 21
const mostPbkdf2Iterations = 2_000_000

/** Base64 without padding: a salt of 1 to 64 bytes and a hash of 16 to 64. A shorter hash would match other passwords too. */
const saltAndHash = String.raw`\$([A-Za-z0-9+/]{2,86})\$([A-Za-z0-9+/]{22,86})$`
const bcryptPattern = /^\$2[aby](\$(\d\d)\$[./A-Za-z0-9]{53})$/
const scryptPattern = new RegExp(String.raw`^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})${saltAndHash}`)
const pbkdf2Pattern = new RegExp(String.raw`^\$pbkdf2-(sha1|sha256|sha512)\$i=(\d{1,7})(?:,l=\d{1,2})?${saltAndHash}`)

type Verify = (password: string) => Promise<boolean>

/**
 * A function that verifies a hash from another system: bcrypt, or scrypt or PBKDF2 as PHC strings (docs/operations.md shows each). Null
 * for any other hash, and for one that costs too much. The work runs on Node's thread pool.
 */
export const importedHash = (hash: string): Verify | null => bcryptHash(hash) ?? scryptHash(hash) ?? pbkdf2Hash(hash)

function bcryptHash(hash: string): Verify | null {
  const [, rest, cost] = bcryptPattern.exec(hash) ?? []
  if (!(Number(cost) >= 4 && Number(cost) <= mostBcryptCost)) return null
  // $2a$ and $2y$ mean the same as $2b$. The library does not know $2y$, and for $2a$ it repeats an old bug with long passwords.
  return password => bcrypt.compare(password, `$2b${rest}`)
}

const deriveScrypt = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

function scryptHash(hash: string): Verify | null {
  const [, logN, r, p, salt = '', kept = ''] = scryptPattern.exec(hash) ?? []
  const [N, blockSize, lanes] = [2 ** Number(logN), Number(r), Number(p)]
  if (!(N >= 2 && blockSize >= 1 && lanes >= 1)) return null
  if (128 * N * blockSize > mostScryptBytes || N * blockSize * lanes > mostScryptWork) return null
  const cost = { N, r: blockSize, p: lanes, maxmem: 2 * mostScryptBytes + 1024 * 1024 }
  return derives(kept, (password, length) => deriveScrypt(password, bytes(salt), length, cost))
}

const derivePbkdf2 = promisify(pbkdf2)
const digestBytes: Record<string, number> = { sha1: 20, sha256: 32, sha512: 64 }

function pbkdf2Hash(hash: string): Verify | null {
  const [, digest = '', iterations, salt = '', kept = ''] = pbkdf2Pattern.exec(hash) ?? []
  // Each block of the digest's length runs all iterations again.
  const blocks = Math.ceil(bytes(kept).length / (digestBytes[digest] ?? 1))
  if (!(Number(iterations) >= 1 && Number(iterations) * blocks <= mostPbkdf2Iterations)) return null
  return derives(kept, (password, length) => derivePbkdf2(password, bytes(salt), Number(iterations), length, digest))
}

const derives =
  (kept: string, derive: (password: string, length: number) => Promise<Buffer>): Verify =>
  async password => {
    const wanted = bytes(kept)
    return timingSafeEqual(await derive(password, wanted.length), wanted)
  }

const bytes = (base64: string) => Buffer.from(base64, 'base64')
