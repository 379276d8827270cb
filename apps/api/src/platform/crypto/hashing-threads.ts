import { readdirSync, readFileSync } from 'node:fs'
import { setPriority } from 'node:os'

/** A nice value. Beside a normal thread, one with 5 gets a quarter of the processor. With more, no one could sign in on a busy machine. */
const niceness = 5

/**
 * Gives Node's hashing threads a lower priority than the main thread. Otherwise a flood of sign-ins, with a hash on every core, slows
 * down all requests of signed-in people. On an idle machine nothing gets slower. Only Linux has a priority for each thread; on other
 * systems, or without `/proc`, this does nothing. Call it after the first hash: Node starts these threads with their first work.
 */
export function lowerHashingPriority(): void {
  if (process.platform !== 'linux') return
  try {
    for (const thread of readdirSync('/proc/self/task')) {
      const name = readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trim()
      // On Linux a thread id works like a process id.
      if (name === 'libuv-worker') setPriority(Number(thread), niceness)
    }
  } catch {
    // The server also works without this.
  }
}
