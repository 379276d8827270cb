import { readdirSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { expect, it } from 'vitest'
import { argon2Hasher } from './hasher.ts'
import { lowerHashingPriority } from './hashing-threads.ts'

it.runIf(process.platform === 'linux')(
  'the hashing threads get a lower priority, and the main thread keeps its own',
  async () => {
    const before = getPriority()
    await argon2Hasher({ memoryKib: 7168, passes: 1 })
    lowerHashingPriority()
    const workers = readdirSync('/proc/self/task').filter(
      thread => readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trim() === 'libuv-worker',
    )
    expect(workers.length).toBeGreaterThan(0)
    for (const thread of workers) expect(getPriority(Number(thread))).toBe(5)
    expect(getPriority()).toBe(before)
  },
)
