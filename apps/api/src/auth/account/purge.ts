import type { Deps } from '../../deps.ts'
import { eraseSomeEvents } from '../audit-log/service.ts'
import * as store from './store.ts'

/**
 * Takes a step in deleting one person who deleted their account before `until`. What there may be very much of goes first, in small
 * batches: deleting the row itself then has little left to do. Returns 0 if no such person is left.
 */
export async function purgeLeft(deps: Deps, until: Date, now: Date): Promise<number> {
  const id = await store.findLeft(deps.db, until, now)
  if (id === null) return 0
  // From here on the others come first. So neither a person with very many rows, nor one whose deletion fails, holds them up.
  const isStillLeft = await store.putLast(deps.db, id, until, now)
  if (isStillLeft && (await emptySome(deps, id))) await store.deleteLeft(deps.db, id, until)
  return 1
}

/** Erases the events of a person and deletes their rows in other tables, in as many batches as it takes. */
export async function empty(deps: Deps, id: string): Promise<void> {
  for (let isEmpty = false; !isEmpty; ) isEmpty = await emptySome(deps, id)
}

const emptySome = async (deps: Deps, id: string): Promise<boolean> =>
  (await eraseSomeEvents(deps, id)) && (await deleteSomeRows(deps, id))

/** Deletes a batch of rows. False if there may be more. */
async function deleteSomeRows({ db }: Deps, id: string): Promise<boolean> {
  for (const table of await store.listOwnedTables(db)) if (!(await store.deleteOwned(db, table, id))) return false
  return true
}
