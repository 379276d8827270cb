import * as z from 'zod/mini'
import type { Deps } from '../../../deps.ts'
import { type Handler, jobKind, recurring } from '../../../platform/jobs/jobs.ts'
import { type Memory, sealEvents } from './service.ts'

const everySeconds = 60

export function jobs(deps: Deps): Handler[] {
  const memory: Memory = { head: null }
  return [recurring(jobKind('audit seal', z.object({})), everySeconds, () => sealEvents(deps, memory))]
}
