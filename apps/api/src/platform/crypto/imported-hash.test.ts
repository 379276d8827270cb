import { describe, expect, it } from 'vitest'
import { argon2Hasher, problemOfHash } from './hasher.ts'

/** Of the example in the README of github.com/firebase/scrypt. */
const keys = {
  firebaseSigner: Buffer.from(
    'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
    'base64',
  ),
}
const hasher = await argon2Hasher({ memoryKib: 7168, passes: 1 }, { keys })
const base64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
const ofHex = (hex: string) => base64(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'))
const ofText = (text: string) => base64(Buffer.from(text))

/** Hashes from other implementations: libxcrypt, Python's hashlib, the test vectors of the RFCs, the reference argon2. */
const known: [name: string, password: string, hash: string][] = [
  ['bcrypt 2a', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['bcrypt 2b, beyond ASCII', '🐎 and a café', '$2b$05$abcdefghijklmnopqrstuur56r88HkwbYDAthCp8gbYLHzLIjTBd.'],
  ['bcrypt 2y', 'correct horse battery', '$2y$10$abcdefghijklmnopqrstuuCj7fyLDJytXL.TfOiOeiv0fQvSOK1/2'],
  ['bcrypt of an empty password', '', '$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s.'],
  [
    'scrypt of RFC 7914',
    'pleaseletmein',
    `$scrypt$ln=14,r=8,p=1$${ofText('SodiumChloride')}$${ofHex(`7023bdcb3afd7348461c06cd81fd38eb fda8fbba904f8e3ea9b543f6545da1f2
      d5432955613f0fcf62d49705242a9af9 e61e85dc0d651e40dfcf017b45575887`)}`,
  ],
  [
    'scrypt with lanes',
    'password',
    `$scrypt$ln=10,r=8,p=16$${ofText('NaCl')}$${ofHex(`fdbabe1c9d3472007856e7190d01e9fe 7c6ad7cbc8237830e77376634b373162
      2eaf30d92e22a3886ff109279d9830da c727afb94a83ee6d8360cbdfa2cc0640`)}`,
  ],
  [
    'scrypt of Python',
    'correct horse battery',
    '$scrypt$ln=14,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$ebnHHTApWa0oNoXTYCCHxLXDaejcvcTRQhZaD1OJNCE',
  ],
  [
    'PBKDF2-SHA1 of RFC 6070',
    'password',
    `$pbkdf2-sha1$i=4096$${ofText('salt')}$${ofHex('4b007901b765489abead49d926f721d065a429c1')}`,
  ],
  [
    'PBKDF2-SHA256 of RFC 7914',
    'Password',
    `$pbkdf2-sha256$i=80000,l=64$${ofText('NaCl')}$${ofHex(`4ddcd8f60b98be21830cee5ef22701f9 641a4418d04c0414aeff08876b34ab56
      a1d425a1225833549adb841b51c9b317 6a272bdebba1d078478f62b397f33c8d`)}`,
  ],
  [
    'PBKDF2-SHA512 of Python',
    'correct horse battery',
    '$pbkdf2-sha512$i=10000$MDEyMzQ1Njc4OWFiY2RlZg$k640sf0rpeG0xHKHhFQzuuzThAD4DrCknQve8BkS5ry1h1Dde6uRQneAfy7jey+MPLswpWu2LxWY7e8v0qr5bw',
  ],
  [
    "Firebase's scrypt, of its README",
    'user1password',
    '$firebase-scrypt$ln=14,r=8,ss=Bw$42xEC+ixf3L2lw$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ',
  ],
  [
    "Django's bcrypt_sha256, by libxcrypt and Python's hashlib",
    'correct horse battery',
    '$bcrypt-sha256-hex$2b$05$abcdefghijklmnopqrstuuGcuILa2E37uJs3NexF6McyNsliG6nJW',
  ],
  [
    'argon2i of its reference',
    'password',
    '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA',
  ],
]

const [bcrypt, scrypt, pbkdf2, argon2, firebase] = [
  (cost: string) => `$2b$${cost}$abcdefghijklmnopqrstuuD3mHdCr44zlIZ.VZCaYRpfQhXMYnEo.`,
  (cost: string, hash = 'A'.repeat(43)) => `$scrypt$${cost}$c29tZXNhbHQ$${hash}`,
  (cost: string, digest = 'sha256', hash = 'A'.repeat(43)) => `$pbkdf2-${digest}$${cost}$c29tZXNhbHQ$${hash}`,
  (cost: string, version = '19') => `$argon2id$v=${version}$${cost}$c29tZXNhbHQ$${'A'.repeat(43)}`,
  (cost: string, hash = 'A'.repeat(86)) => `$firebase-scrypt$${cost},ss=Bw$c29tZXNhbHQ$${hash}`,
]

describe('a hash from another system', () => {
  it.each(known)('is verified by its own algorithm, and is outdated: %s', async (_, password, hash) => {
    expect(problemOfHash(hash, keys)).toBeNull()
    expect(await hasher.verify(hash, password)).toBe(true)
    expect(await hasher.verify(hash, `${password} `)).toBe(false)
    expect(await hasher.verify(hash, password.toUpperCase() === password ? 'u*u' : password.toUpperCase())).toBe(false)
    expect(hasher.isOutdated(hash)).toBe(true)
  })

  it('of bcrypt ignores everything after byte 72 of the password, and never wraps around', async () => {
    const hash = '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui'
    const made = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
    expect(await hasher.verify(hash, `${made}chars after 72 are ignored`)).toBe(true)
    expect(await hasher.verify(hash, made.padEnd(256, 'a'))).toBe(true)
    expect(await hasher.verify(hash, made.slice(0, 71))).toBe(false)
  })

  it.each([
    ['costs exactly the maximum', bcrypt('14')],
    ['', scrypt('ln=17,r=8,p=2')],
    ['', scrypt('ln=14,r=8,p=5')],
    ['', pbkdf2('i=2000000')],
    ['', argon2('m=1048576,t=4,p=1')],
    ['', argon2('m=65536,t=3,p=4')],
    ['', firebase('ln=17,r=8')],
    ['', `$bcrypt-sha256-hex${bcrypt('14')}`],
  ])('is accepted if it %s: %s', (_, hash) => {
    expect(problemOfHash(hash, keys)).toBeNull()
  })

  it.each([
    ['costs too much', bcrypt('15')],
    ['costs too much', bcrypt('31')],
    ['costs too much', scrypt('ln=18,r=8,p=1')],
    ['costs too much', scrypt('ln=17,r=8,p=3')],
    ['costs too much', scrypt('ln=63,r=99,p=99')],
    ['costs too much', scrypt('ln=10,r=99,p=99')],
    ['costs too much', pbkdf2('i=2000001')],
    ['costs too much', pbkdf2('i=9999999')],
    ['costs too much by its length', pbkdf2('i=1500000', 'sha1')],
    ['costs too much', firebase('ln=18,r=8')],
    ['costs too much', firebase('ln=99,r=8')],
    ['costs too much', `$bcrypt-sha256-hex${bcrypt('15')}`],
    ['costs too much', argon2('m=1048577,t=1,p=1')],
    ['costs too much', argon2('m=65536,t=101,p=1')],
    ['costs too much', argon2('m=1048576,t=5,p=1')],
    ['costs too much', argon2('m=65536,t=1,p=17')],
    ['costs nothing', bcrypt('03')],
    ['costs nothing', scrypt('ln=0,r=8,p=1')],
    ['costs nothing', scrypt('ln=14,r=0,p=1')],
    ['costs nothing', scrypt('ln=14,r=8,p=0')],
    ['costs nothing', pbkdf2('i=0')],
    ['costs nothing', argon2('m=7,t=1,p=1')],
    ['costs nothing', argon2('m=65536,t=0,p=1')],
    ['is too short', pbkdf2('i=1000', 'sha256', 'A'.repeat(21))],
    ['is too short', scrypt('ln=14,r=8,p=1', 'AAAA')],
    ['is too long', pbkdf2('i=1000', 'sha256', 'A'.repeat(87))],
    ['has another length than its key', firebase('ln=14,r=8', 'A'.repeat(43))],
    ['is broken', `$bcrypt-sha256-hex${bcrypt('5')}`],
    ['is of an unknown kind', `$2x$${bcrypt('05').slice(4)}`],
    ['is of an unknown kind', pbkdf2('i=1000', 'md5')],
    ['is of an unknown kind', '$1$somesalt$oPvPcVVGlY1KbFYKDl8xc1'],
    ['is of an unknown kind', 'pbkdf2_sha256$29000$somesalt$AAAA'],
    ['is of an unknown kind', '5f4dcc3b5aa765d61d8327deb882cf99'],
    ['is of an unknown kind', 'password'],
    ['is of an unknown kind', ''],
    ['is broken', `${bcrypt('05')}a`],
    ['is broken', ` ${bcrypt('05')}`],
    ['is broken', bcrypt('5')],
    ['is broken', argon2('m=65536,m=65536,t=1')],
    ['is broken', argon2('m=65536,t=1,p=1', '99')],
    ['is broken', '$argon2id$v=19$m=65536,t=1,p=1$c29tZXNhbHQ$'],
    ['is broken', '$argon2id$'],
  ])('matches no password if it %s: %s', async (_, hash) => {
    expect(problemOfHash(hash, keys)).not.toBeNull()
    expect(await hasher.verify(hash, 'password')).toBe(false)
  })

  it('of Firebase matches no password without the key of its project, and says that the key is missing', async () => {
    const [, password = '', hash = ''] = known.find(([name]) => name.startsWith('Firebase')) ?? []
    const missing: string[] = []
    for (const wrong of [{}, { firebaseSigner: Buffer.alloc(32) }]) {
      const keyless = await argon2Hasher(
        { memoryKib: 7168, passes: 1 },
        { keys: wrong, onMissingKey: () => void missing.push('missing') },
      )
      expect(problemOfHash(hash, wrong)).toBe('key')
      expect(await keyless.verify(hash, password)).toBe(false)
    }
    expect(missing).toEqual(['missing', 'missing'])
    const other = await argon2Hasher({ memoryKib: 7168, passes: 1 }, { keys: { firebaseSigner: Buffer.alloc(64) } })
    expect(await other.verify(hash, password)).toBe(false)
  })
})
