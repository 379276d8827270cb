import type { AuditEvent } from '@latchkey/database/models'
import type { Deps } from '../../../deps.ts'
import * as store from '../store.ts'

const pageSize = 50

/** A page of a person's events, newest first, and the `before` of the next page. */
export async function findActivity(
  deps: Deps,
  userId: string,
  before: string | undefined,
): Promise<{ events: AuditEvent[]; next: string | null }> {
  const found = await store.listOfUser(deps.db, userId, { before, count: pageSize + 1 })
  const events = found.slice(0, pageSize)
  return { events, next: found.length > pageSize ? (events.at(-1)?.id ?? null) : null }
}
