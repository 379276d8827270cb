import { live } from '@latchkey/contracts/platform/health'
import type { QueryClient } from '@tanstack/react-query'
import { lazyRouteComponent } from '@tanstack/react-router'
import { call } from './api-client.ts'
import { appKey } from './outage.ts'

export type LazyPage = ReturnType<typeof lazyPages>

/**
 * Makes pages that are loaded when somebody goes there. As a query, so that a server that is away is waited for. A page
 * that a server which answers no longer has went with an older version of the app; the router reports it.
 */
export function lazyPages(queryClient: QueryClient) {
  let count = 0
  return <Module extends Record<string, unknown>, Name extends keyof Module & string>(
    load: () => Promise<Module>,
    name: Name,
  ) => {
    const queryKey = [appKey, 'page', ++count]
    return lazyRouteComponent(
      () => queryClient.fetchQuery({ queryKey, queryFn: () => loadOrWait(load), gcTime: 0 }),
      name,
    )
  }
}

/** @throws {OutageError} where the server is away, so that it is tried again */
async function loadOrWait<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load()
  } catch (error) {
    await call(live, {})
    throw error
  }
}
