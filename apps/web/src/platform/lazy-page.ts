import { live } from '@latchkey/contracts/platform/health'
import type { Room } from '@latchkey/contracts/words/web'
import type { QueryClient } from '@tanstack/react-query'
import { type ComponentType, createElement } from 'react'
import { call } from './api-client.ts'
import { appKey } from './outage.ts'
import { addState } from './router/location.ts'
import type { Loadable, Path, Route } from './router/router.ts'
import type { Catalogue } from './words/catalogue.ts'

declare module './router/location.ts' {
  interface HistoryState {
    /** The page was loaded again, because its files belonged to an older version of the app. */
    isReloaded?: boolean
  }
}

export type LazyPage = ReturnType<typeof lazyPages>

/**
 * Makes pages that load when they are first visited, with the words of their rooms. Loading is a query, so it waits during an
 * outage.
 */
export function lazyPages(queryClient: QueryClient, catalogue: Catalogue) {
  let count = 0
  return <Name extends string, Props extends object>(
    load: () => Promise<Record<Name, ComponentType<Props>>>,
    name: Name,
    ...rooms: Room[]
  ): Loadable<Props> => {
    const queryKey = [appKey, 'page', ++count]
    const loadAll = async () => (await Promise.all([load(), catalogue.load(rooms)]))[0]
    let Loaded: ComponentType<Props> | undefined
    const Page: Loadable<Props> = props => {
      if (!Loaded) throw new Error(`${name} is shown before it has loaded`)
      return createElement(Loaded, props)
    }
    Page.load = async () => {
      const queryFn = () => loadOrWait(loadAll, reloadApp)
      Loaded ??= (await queryClient.fetchQuery({ queryKey, queryFn, gcTime: 0 }))[name]
    }
    return Page
  }
}

/**
 * Routes whose components and loaders are in a file of their own, which loads when the first of them is visited. `paths`: those of the
 * file. Loading is a query, as that of a page.
 */
export function lazyRoutes(
  queryClient: QueryClient,
  paths: readonly Path[],
  load: () => Promise<readonly Route[]>,
): Route[] {
  const placeholder = () => {
    throw new Error('A route is shown before it has loaded')
  }
  async function complete(): Promise<void> {
    const queryFn = () => loadOrWait(load, reloadApp)
    const loaded = await queryClient.fetchQuery({
      queryKey: [appKey, 'routes', ...paths],
      queryFn,
      staleTime: 'static',
    })
    for (const route of routes)
      Object.assign(
        route,
        loaded.find(({ path }) => path === route.path),
      )
  }
  const routes = paths.map(path => ({ path, component: placeholder, complete }))
  return routes
}

/**
 * @param onMissing takes the error if the server is up but has no such file: it belongs to an older version of the app
 * @throws {OutageError} during an outage, so that the query tries again
 */
export async function loadOrWait<Module>(
  load: () => Promise<Module>,
  onMissing: (error: unknown) => Promise<Module>,
): Promise<Module> {
  try {
    return await load()
  } catch (error) {
    await call(live, {})
    return onMissing(error)
  }
}

/** Loads the page again, in the new version. Once, so that a missing file is no loop. */
function reloadApp(error: unknown): Promise<never> {
  if (window.history.state?.isReloaded) throw error
  addState({ isReloaded: true })
  window.location.reload()
  return new Promise(() => {})
}
