import { live } from '@latchkey/contracts/platform/health'
import type { Room } from '@latchkey/contracts/words/web'
import type { QueryClient } from '@tanstack/react-query'
import { type ComponentType, createElement } from 'react'
import { call } from './api-client.ts'
import { appKey } from './outage.ts'
import { addState } from './router/location.ts'
import type { Loadable } from './router/router.ts'
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
