import type { PgBoss } from 'pg-boss'
import * as z from 'zod/mini'
import { type Handler, handler, jobKind, type KeptJob } from './jobs.ts'

/** Versions before 0.2 had one queue. Its jobs carry the name of their kind. */
const formerData = z.object({ name: z.string(), data: z.record(z.string(), z.unknown()) })
const formerKind = jobKind('outbox', formerData)

/** A handler for the jobs of versions before 0.2, or none if their queue does not exist. */
export async function formerHandlers(boss: PgBoss, handlers: readonly Handler[]): Promise<Handler[]> {
  if (!(await boss.getQueue(formerKind.name))) return []
  const byKind = handler(formerKind, async ({ name, data }, jobId) => {
    const found = handlers.find(({ kind }) => kind.name === name)
    if (!found) throw new Error(`No handler performs ${name}.`)
    await found.handle(data, jobId)
  })
  return [byKind]
}

/** A job as its kind would hold it, if it is one of a version before 0.2. */
export function unwrapFormer(job: KeptJob): KeptJob {
  if (job.kind !== formerKind.name) return job
  const { name, data } = formerData.parse(job.data)
  return { ...job, kind: name, data }
}
