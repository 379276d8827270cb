import { bare } from './format.ts'

const base64 = (text: string) => bare(Buffer.from(text).toString('base64'))

/**
 * A password of Django (django/contrib/auth/hashers.py) in a form that Latchkey stores. Null for one that cannot be used: Django begins
 * it with "!". Any other text stays as it is, and is refused later.
 */
export function djangoHash(encoded: string): string | null {
  const [algorithm = '', ...parts] = encoded.split('$')
  const [cost = '', salt = '', hash = ''] = parts
  if (encoded.startsWith('!')) return null
  switch (algorithm) {
    case 'pbkdf2_sha256':
      return `$pbkdf2-sha256$i=${cost}$${base64(salt)}$${bare(hash)}`
    case 'pbkdf2_sha1':
      return `$pbkdf2-sha1$i=${cost}$${base64(salt)}$${bare(hash)}`
    case 'argon2':
    case 'bcrypt':
      return encoded.slice(encoded.indexOf('$')).replace(/^\$\$/, '$')
    case 'bcrypt_sha256':
      return `$bcrypt-sha256-hex${encoded.slice('bcrypt_sha256$'.length)}`
    case 'scrypt': {
      const [n, textSalt = '', r, p, scryptHash = ''] = parts
      return `$scrypt$ln=${Math.log2(Number(n))},r=${r},p=${p}$${base64(textSalt)}$${bare(scryptHash)}`
    }
    default:
      return encoded
  }
}
