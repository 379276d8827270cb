/** What an entry of the history keeps beside its address. No link can set it. Features add their own names to it. */
export interface HistoryState {
  /** Given by the router, and different for each entry. */
  key?: string
  /** How far the page was scrolled, in px, when it was closed or loaded again. */
  scroll?: number
}

export interface Location {
  readonly pathname: string
  readonly search: string
  readonly hash: string
  /** Path, search and fragment. */
  readonly href: string
  readonly state: Readonly<HistoryState>
}

export interface Target {
  /** A path of this app, with search and fragment if there are any. */
  to: string
  state?: HistoryState
  /** Whether it replaces the entry of the history, so that "back" does not return to it. */
  replace?: boolean
}

/** Where the browser is now. */
export function readLocation(): Location {
  const { pathname, search, hash } = window.location
  return { pathname, search, hash, href: pathname + search + hash, state: Object(window.history.state) }
}

/** Writes an address and its state into the history. The same place twice is one entry. */
export function writeLocation({ to, state = {}, replace = false }: Target): void {
  const { href, state: now } = readLocation()
  const { key, scroll: _scroll, ...before } = now
  const isSame = to === href && JSON.stringify(before) === JSON.stringify(state)
  const entry: HistoryState = { ...state, key: (isSame && key) || newKey() }
  if (replace || isSame) window.history.replaceState(entry, '', to)
  else window.history.pushState(entry, '', to)
}

/** Adds to the state of the present entry. */
export function addState(added: HistoryState): void {
  window.history.replaceState({ ...window.history.state, ...added }, '')
}

export const newKey = (): string => Math.random().toString(36).slice(2)
