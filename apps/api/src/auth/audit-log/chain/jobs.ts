import * as z from 'zod/mini'
import type { Deps } from '../../../deps.ts'
import { type Handler, jobKind, recurring } from '../../../platform/jobs/jobs.ts'
import { keepHead } from './kept-head.ts'
import { type Memory, sealEvents } from './service.ts'

const everySeconds = 60

export function jobs(deps: Deps): Handler[] {
  const memory: Memory = { head: null }
  let isKept = true
  async function seal(): Promise<void> {
    const before = memory.head
    await sealEvents(deps, memory)
    if (memory.head === null || memory.head.seq === before?.seq) return
    try {
      await keepHead(deps.settings, memory.head)
      isKept = true
    } catch (err) {
      if (isKept)
        deps.log.warn({ err }, 'DATA_DIR cannot be written: a start will not notice that a backup was restored')
      isKept = false
    }
  }
  return [recurring(jobKind('audit seal', z.object({})), everySeconds, seal)]
}
