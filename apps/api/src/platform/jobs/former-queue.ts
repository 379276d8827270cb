import type { PgBoss } from 'pg-boss'
import * as z from 'zod/mini'
import { type Handler, handler, jobKind } from './jobs.ts'

/** Versions before 0.2 had one queue. Its jobs carry the name of their kind. */
const formerKind = jobKind('outbox', z.object({ name: z.string(), data: z.unknown() }))

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
