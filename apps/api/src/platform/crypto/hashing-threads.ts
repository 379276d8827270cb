import { readdirSync, readFileSync } from 'node:fs'
import { setPriority } from 'node:os'

/** As `nice` counts: between two that want the processor, a thread of 5 gets a quarter. With more, a crowded machine would sign nobody in. */
const niceness = 5

/**
 * Lets the threads on which Node hashes stand back for the one that answers: with as many hashes under way as there are cores, a flood of
 * sign-ins would otherwise take turns with every request of the signed-in. While nobody else wants the processor nothing is slower.
 * Only Linux has priorities of single threads; elsewhere, and where `/proc` is closed, everything stays as it is. Call it when
 * something was hashed already: the threads come with the first work.
 */
export function standBackWhileHashing(): void {
  if (process.platform !== 'linux') return
  try {
    for (const thread of readdirSync('/proc/self/task')) {
      const name = readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trim()
      // For Linux a thread has an id as a process has.
      if (name === 'libuv-worker') setPriority(Number(thread), niceness)
    }
  } catch {
    // A comfort, and no condition.
  }
}
