import * as z from 'zod/mini'
import type { Deps } from '../deps.ts'
import { type Handler, jobKind, recurring } from '../outbox/outbox.ts'
import { purge } from './service.ts'

const everySeconds = 300

export const jobs = (deps: Deps): Handler[] => [
  recurring(jobKind('purge', z.object({})), everySeconds, () => purge(deps)),
]
