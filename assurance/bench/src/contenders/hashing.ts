import { availableParallelism } from 'node:os'
import { type Argon2, installedArgon2, referenceArgon2 } from '@latchkey/api/platform/crypto/argon2'
import { offer } from '../offer.ts'
import { argon2Parameters, password } from '../people.ts'

/** Which library hashes: the one that Latchkey uses here, or the one that it uses where no other is installed. */
export type Library = 'installed' | 'reference'

const argon2Of = async (library: Library): Promise<Argon2> =>
  library === 'reference' ? referenceArgon2 : installedArgon2()

/** Only hashes. Returns the hashes per second. */
async function hash(asked: { seconds: number; threads: number; library: Library }): Promise<number> {
  const argon2 = await argon2Of(asked.library)
  const began = performance.now()
  const until = began + asked.seconds * 1000
  let hashes = 0
  const worker = async () => {
    while (performance.now() < until) {
      await argon2.hash(password, argon2Parameters)
      hashes += 1
    }
  }
  await Promise.all(Array.from({ length: asked.threads }, worker))
  return hashes / ((performance.now() - began) / 1000)
}

/** How many passwords Latchkey hashes at once by default. */
const threads = () => availableParallelism()

const nameOf = async (library: Library) => (await argon2Of(library)).library

offer({ hash, threads, nameOf })
