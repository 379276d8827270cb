import type { Deps } from '../../deps.ts'
import { eraseSomeEvents } from '../audit-log/service.ts'
import { deleteSomeSessions } from '../sessions/service.ts'
import * as store from './store.ts'

/**
 * Takes a step in deleting one person who deleted their account before `until`. What there may be very much of goes first, in small
 * batches: deleting the row itself then has little left to do. Returns 0 if no such person is left.
 */
export async function purgeLeft(deps: Deps, until: Date, now: Date): Promise<number> {
  const id = await store.findLeft(deps.db, until, now)
  if (id === null) return 0
  if (await emptySome(deps, id)) await store.deleteLeft(deps.db, id, until)
  return 1
}

/** Erases the events and deletes the sessions of a person, in as many batches as it takes. */
export async function empty(deps: Deps, id: string): Promise<void> {
  for (let isEmpty = false; !isEmpty; ) isEmpty = await emptySome(deps, id)
}

const emptySome = async (deps: Deps, id: string): Promise<boolean> =>
  (await eraseSomeEvents(deps, id)) && (await deleteSomeSessions(deps, id))
