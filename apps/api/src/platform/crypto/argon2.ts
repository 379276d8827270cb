import argon2 from 'argon2'

/** In KiB, and rounds over this memory. One lane. */
export interface Argon2Parameters {
  readonly memoryKib: number
  readonly passes: number
}

/** A library of argon2id (RFC 9106). Each verifies the strings of the other. Both work on Node's thread pool (ADR 023). */
export interface Argon2 {
  readonly library: '@node-rs/argon2' | 'argon2'
  hash(password: string | Uint8Array, parameters: Argon2Parameters): Promise<string>
  verify(hash: string, password: string): Promise<boolean>
}

/** argon2's reference code in C. */
export const referenceArgon2: Argon2 = {
  library: 'argon2',
  hash: (password, { memoryKib, passes }) =>
    argon2.hash(Buffer.from(password), {
      type: argon2.argon2id,
      memoryCost: memoryKib,
      timeCost: passes,
      parallelism: 1,
    }),
  verify: (hash, password) => argon2.verify(hash, password),
}

/** In the enum of the library, which a program that is not compiled cannot import. */
const argon2id = 2

/** argon2 in Rust: twice as fast. Null where it is not installed, as on a platform that it has no program for. */
export async function fastArgon2(): Promise<Argon2 | null> {
  const rust = await import('@node-rs/argon2').catch(() => null)
  return (
    rust && {
      library: '@node-rs/argon2',
      hash: (password, { memoryKib, passes }) =>
        rust.hash(password, { algorithm: argon2id, memoryCost: memoryKib, timeCost: passes, parallelism: 1 }),
      // It refuses some valid strings, such as those with a salt over 48 bytes.
      verify: (hash, password) => rust.verify(hash, password).catch(() => referenceArgon2.verify(hash, password)),
    }
  )
}

/** The fastest library that is installed. */
export const installedArgon2 = async (): Promise<Argon2> => (await fastArgon2()) ?? referenceArgon2
