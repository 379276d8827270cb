import { availableParallelism } from 'node:os'
import argon2 from 'argon2'
import { offer } from '../offer.ts'
import { argon2Options, password } from '../people.ts'

/** Hashes and does nothing else; answers how many a second. */
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

/** As many as Latchkey hashes at once, unless it is told otherwise. */
const threads = () => availableParallelism()

offer({ hash, threads })
