import { availableParallelism } from 'node:os'
import argon2 from 'argon2'
import { offer } from '../offer.ts'
import { argon2Options, password } from '../people.ts'

/** Only hashes. Returns the hashes per second. */
async function hash({ seconds, threads }: { seconds: number; threads: number }): Promise<number> {
  const began = performance.now()
  const until = began + seconds * 1000
  let hashes = 0
  const worker = async () => {
    while (performance.now() < until) {
      await argon2.hash(password, argon2Options)
      hashes += 1
    }
  }
  await Promise.all(Array.from({ length: threads }, worker))
  return hashes / ((performance.now() - began) / 1000)
}

/** How many passwords Latchkey hashes at once by default. */
const threads = () => availableParallelism()

offer({ hash, threads })
