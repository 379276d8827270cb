import * as z from 'zod/mini'
import type { Deps } from '../deps.ts'
import { type Handler, jobKind, recurring } from '../outbox/outbox.ts'
import { sealEvents } from './service.ts'

const everySeconds = 60

export const jobs = (deps: Deps): Handler[] => [
  recurring(jobKind('audit seal', z.object({})), everySeconds, () => sealEvents(deps)),
]
