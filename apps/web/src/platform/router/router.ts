import type { pages } from '@latchkey/contracts/pages'
import type { QueryClient } from '@tanstack/react-query'
import type { ComponentType, ReactNode } from 'react'
import { addState, type Location, newKey, readLocation, type Target, writeLocation } from './location.ts'
import { createScrolling } from './scrolling.ts'

export type Path = (typeof pages)[keyof typeof pages]

/** A component that may have to load its code first. */
export type Loadable<Props = object> = ComponentType<Props> & { load?: () => Promise<void> }

export interface Layout {
  readonly component: Loadable<{ children: ReactNode }>
  /** Runs before its pages load. @throws {Redirect} to open another page instead */
  readonly guard: (href: string) => Promise<void>
}

export interface Route {
  readonly path: Path
  readonly component: Loadable
  /** Loads what the page shows. The page opens when it is there. */
  readonly loader?: (queryClient: QueryClient) => Promise<unknown>
  readonly layout?: Layout
  /** Loads the component and the loader of a route that has only placeholders, beside the guard. */
  readonly complete?: () => Promise<void>
}

/** Thrown by a guard. */
export class Redirect extends Error {
  readonly target: Target

  constructor(target: Target) {
    super(`Open ${target.to}`)
    this.target = target
  }
}

/** What is shown. */
export interface View {
  readonly location: Location
  readonly route: Omit<Route, 'path'>
  readonly status: 'pending' | 'ready' | 'failed'
  readonly error?: unknown
  /** Whether the layout may be shown around it: its guard has passed, and its code is there. */
  readonly hasLayout: boolean
  /** Whether the person came from another page. The first page keeps the browser's start. */
  readonly isOtherPage: boolean
}

interface Options {
  routes: readonly Route[]
  notFound: Omit<Route, 'path'>
  queryClient: QueryClient
  /** Returns the address to show instead of one that a mail program changed, or that holds a secret. */
  tidy: (location: Location) => string | undefined
}

export type Router = ReturnType<typeof createRouter>

/** A page that takes longer shows a placeholder, and then for as long at least. */
const patienceMs = 300

/** Knows where the person is and what is shown. Pages load before they are shown; until then the page before stays. */
export function createRouter({ routes, notFound, queryClient, tidy }: Options) {
  const listeners = new Set<() => void>()
  const scrolling = createScrolling()
  const routeAt = (pathname: string) => routes.find(({ path }) => path === pathname) ?? notFound
  let latest = arrive()
  let view = firstView(latest, routeAt(latest.pathname))
  // No page was shown before the first one, which may be that of a redirect.
  let isFirst = view === undefined
  let pathBefore = latest.pathname
  let visits = 0

  function arrive(): Location {
    const tidied = tidy(readLocation())
    // Browsers would read two slashes at the start as another origin, and throw.
    if (tidied !== undefined) writeLocation({ to: tidied.replace(/^\/+/, '/'), replace: true })
    if (!readLocation().state.key) addState({ key: newKey() })
    return readLocation()
  }

  function show(next: View | undefined): void {
    view = next
    for (const listener of listeners) listener()
  }

  /** Loads and shows the page of the address. A later visit takes its place. */
  async function open(): Promise<void> {
    const visit = ++visits
    const location = arrive()
    const route = routeAt(location.pathname)
    const { layout } = route
    latest = location
    // The guard may ask the server. A layout that is already around the page stays meanwhile.
    let hasLayout = layout !== undefined && view?.hasLayout === true && view.route.layout === layout
    let pendingUntil = 0
    const isOld = () => visit !== visits
    const showAs = (status: View['status'], error?: unknown) => {
      if (isOld()) return
      const isOtherPage = status !== 'pending' && location.pathname !== pathBefore
      if (status !== 'pending') {
        pathBefore = location.pathname
        isFirst = false
      }
      show({ location, route, status, error, hasLayout, isOtherPage })
    }
    const showPending = () => {
      pendingUntil = Date.now() + patienceMs
      showAs('pending')
    }
    const isShown = view?.route === route && view.status === 'ready'
    const timer = isShown ? undefined : setTimeout(showPending, patienceMs)
    // Links show at once where the person goes.
    show(view)
    const loadLayout = async () => {
      await layout?.component.load?.()
      hasLayout = layout !== undefined
      if (pendingUntil) showAs('pending')
    }
    try {
      await Promise.all([layout?.guard(location.href), route.complete?.()])
      await Promise.all([loadLayout(), route.component.load?.(), route.loader?.(queryClient)])
      if (pendingUntil > Date.now()) await pause(pendingUntil - Date.now())
      showAs('ready')
    } catch (error) {
      if (isOld()) return
      if (!(error instanceof Redirect)) return showAs('failed', error)
      await navigate(error.target)
    } finally {
      clearTimeout(timer)
    }
  }

  /** Keeps the scroll position of the page that is shown, even if another one is loading. */
  function leave(): void {
    if (view && view.status !== 'pending') scrolling.leave(view.location)
  }

  /** Resolves when the page is shown, or another one took its place. */
  function navigate(target: Target): Promise<void> {
    leave()
    writeLocation(target)
    // A second press of a link to the same part scrolls again.
    if (window.location.hash) scrolling.forget(readLocation())
    // A guard or an ended session redirects the first visit: the person came from no other page.
    if (isFirst && target.replace) pathBefore = window.location.pathname
    return open()
  }

  function returnTo(): void {
    leave()
    void open()
  }

  return {
    /** The address that the person goes to. The page before may still be shown. */
    getLatest: () => latest,
    getView: () => view,
    routes,
    routeAt,
    navigate,
    /** Loads the page again. */
    reload: open,
    /** Scrolls to where the person was on this page. Returns the part that the address names, if it scrolled to that. */
    restoreScroll: scrolling.restore,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    /** Opens the page of the address, and follows the browser's buttons. Returns a function that stops it. */
    start() {
      window.addEventListener('popstate', returnTo)
      const stopScrolling = scrolling.start()
      void open()
      return () => {
        window.removeEventListener('popstate', returnTo)
        stopScrolling()
        visits++
      }
    },
  }
}

/** A page whose code is there, and which needs nothing else, is shown at once. */
function firstView(location: Location, route: View['route']): View | undefined {
  if (route.layout || route.loader || route.complete || route.component.load) return undefined
  return { location, route, status: 'ready', hasLayout: false, isOtherPage: false }
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
