import { live } from '@latchkey/contracts/platform/health'
import type { Room } from '@latchkey/contracts/words/web'
import type { QueryClient } from '@tanstack/react-query'
import { lazyRouteComponent } from '@tanstack/react-router'
import { call } from './api-client.ts'
import { appKey } from './outage.ts'
import type { Catalogue } from './words/catalogue.ts'

export type LazyPage = ReturnType<typeof lazyPages>

/**
 * Makes pages that load when they are first visited, with the words of their rooms. Loading is a query, so it waits during an
 * outage. If the server is up but has no such file, the file belongs to an older version of the app. The router reports that.
 */
export function lazyPages(queryClient: QueryClient, catalogue: Catalogue) {
  let count = 0
  return <Module extends Record<string, unknown>, Name extends keyof Module & string>(
    load: () => Promise<Module>,
    name: Name,
    ...rooms: Room[]
  ) => {
    const queryKey = [appKey, 'page', ++count]
    const loadAll = async () => (await Promise.all([load(), catalogue.load(rooms)]))[0]
    return lazyRouteComponent(
      () => queryClient.fetchQuery({ queryKey, queryFn: () => loadOrWait(loadAll), gcTime: 0 }),
      name,
    )
  }
}

/** @throws {OutageError} during an outage, so that the query tries again */
async function loadOrWait<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load()
  } catch (error) {
    await call(live, {})
    throw error
  }
}
