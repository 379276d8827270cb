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

/** The jobs of versions before 0.2 whose data contains this. They are kept for up to a day after they are finished. */
export async function findFormerJobs(boss: PgBoss, data: object): Promise<KeptJob[]> {
  if (!(await boss.getQueue(formerKind.name))) return []
  const found = await boss.findJobs<object>(formerKind.name, { data: { data } })
  return found.map(job => {
    const former = formerData.parse(job.data)
    return { kind: former.name, createdAt: job.createdOn, data: former.data }
  })
}
